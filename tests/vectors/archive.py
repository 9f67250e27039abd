# SPDX-License-Identifier: GPL-3.0-or-later
"""Records for years: archive timestamps, and the certificates and lists that go with them."""
import datetime

from cms import attribute, record
from der import Node, NULL, context, octets, parse, seq, set_of
from stamp import stamped, token, tst_info
from world import DAY, Vector

CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
ARCHIVE_TIMESTAMP = "1.2.840.113549.1.9.16.2.48"
HOUR = datetime.timedelta(hours=1)


def signer_of(tree):
    return tree[1][0][4][0]


def with_attributes(data, *more):
    """A record with more unsigned attributes, in the order that DER asks for."""
    tree = parse(data)
    signer = signer_of(tree)
    if signer.content[-1].tag != 0xA1:
        signer.content.append(Node(0xA1, []))
    encoded = sorted([node.encode() for node in signer.content[-1].content] + list(more))
    signer.content[-1].content = [parse(one) for one in encoded]
    return tree.encode()


def archive_octets(data):
    """What an archive timestamp is over (ETSI TS 101 733, 6.4.1)."""
    tree = parse(data)
    body, signer = tree[1][0], signer_of(tree)
    return b"".join(node.encode() for node in [body[2], body[3], *signer.content])


def archived(data, authority, moment, octets_of=archive_octets):
    stamp = token(authority, tst_info(octets_of(data), moment))
    return with_attributes(data, attribute(ARCHIVE_TIMESTAMP, stamp))


def certificates(*issued):
    return attribute(CERTIFICATE_VALUES, seq(*(one.der for one in issued)))


def lists(*crls):
    return attribute(REVOCATION_VALUES, seq(context(0, seq(*crls))))


def vectors(world):
    w, content = world, world.record
    at = w.issued_at
    engineer = w.signer("Expired", end=at + 2 * DAY)
    short = w.tsa(end=at + 50 * DAY)  # grows old before the record is looked at
    long = w.tsa()
    middle = w.tsa(end=at + 200 * DAY)

    def first(authority=short, certificate=engineer):
        return stamped(certificate, content,
                       lambda signature: token(authority, tst_info(signature, at + HOUR)))

    def vector(data, days=100, **options):
        options.setdefault("tsa_trust", "tsa")
        return Vector(data, days=days, **options)

    yield "archive-none", vector(first())
    yield "archive", vector(archived(first(), long, at + 40 * DAY))
    yield "archive-twice", vector(archived(archived(first(), middle, at + 40 * DAY), long,
                                           at + 150 * DAY), days=300)
    for number in range(3):  # in which order the set has them is left to chance
        yield f"archive-twice-in-a-second-{number}", vector(archived(archived(
            first(), long, at + 40 * DAY), w.tsa(), at + 40 * DAY))
    yield "archive-middle-too-old", vector(archived(first(), middle, at + 40 * DAY), days=300)
    yield "archive-too-late", vector(archived(first(), long, at + 60 * DAY))
    yield "archive-second-too-late", vector(
        archived(archived(first(), middle, at + 40 * DAY), long, at + 250 * DAY), days=300)
    yield "archive-rogue", vector(archived(first(), w.tsa(issuer=w.authority("Stranger TSA")),
                                           at + 40 * DAY))
    yield "archive-nobody-trusted", vector(archived(first(), long, at + 40 * DAY), tsa_trust=None)
    yield "archive-to-come", vector(archived(first(), long, at + 40 * DAY), days=30)
    yield "archive-of-something-else", vector(
        archived(first(), long, at + 40 * DAY, lambda data: archive_octets(data) + b"x"))
    yield "archive-of-the-signature", vector(
        archived(first(), long, at + 40 * DAY,
                 lambda data: signer_of(parse(data)).content[5].content))
    yield "archive-moved", vector(with_attributes(first(), attribute(
        ARCHIVE_TIMESTAMP, token(long, tst_info(archive_octets(
            stamped(w.engineer, content, lambda s: token(long, tst_info(s, at + HOUR)))),
            at + 40 * DAY)))))
    yield "archive-garbage", vector(with_attributes(first(), attribute(ARCHIVE_TIMESTAMP,
                                                                       seq(NULL))))
    yield "archive-added-to-afterwards", vector(with_attributes(
        archived(first(), long, at + 40 * DAY), certificates(w.root)))
    yield "archive-of-no-timestamp", vector(archived(record(engineer, content), long, at + HOUR))
    many = first(long)
    for number in range(9):
        many = archived(many, long, at + (number + 2) * HOUR)
    yield "archive-nine", vector(many)

    between = w.crl(w.root, start=at + DAY, end=at + 3 * DAY)
    after = w.crl(w.root, start=at + 90 * DAY, end=at + 120 * DAY)
    before = w.crl(w.root, start=at, end=at + 3 * DAY)
    long_first = first(long)
    yield "material", vector(with_attributes(long_first, certificates(w.root), lists(between)))
    yield "material-answers", vector(with_attributes(long_first, lists(between)), crl=[after])
    yield "material-is-too-old", vector(with_attributes(long_first, lists(before)), crl=[after])
    yield "material-forged", vector(with_attributes(long_first, lists(
        w.crl(w.root, start=at + DAY, end=at + 3 * DAY, key=w.rogue.key))), crl=[after])
    yield "material-revokes", vector(with_attributes(long_first, lists(
        w.crl(w.root, [(engineer, at, b"")], start=at + DAY, end=at + 3 * DAY))))
    yield "material-revokes-later", vector(with_attributes(long_first, lists(
        w.crl(w.root, [(engineer, at + DAY, b"")], start=at + DAY, end=at + 3 * DAY))))
    # Without a time that is known, now: nobody vouches for what the file brings along.
    fresh = first(certificate=w.engineer)
    yield "material-forged-revokes", vector(with_attributes(fresh, lists(
        w.crl(w.root, [w.engineer], start=at + DAY, end=at + 200 * DAY, key=w.rogue.key,
              names_key=False))), crl=[after], tsa_trust=None)
    yield "material-stale-beside-given", vector(with_attributes(fresh, lists(before)),
                                                crl=[after], tsa_trust=None)
    yield "material-archived", vector(archived(with_attributes(
        first(), certificates(w.root, w.tsa_root), lists(between)), long, at + 40 * DAY),
        crl=[after])
    below = w.signer("Below", w.middle, end=at + 2 * DAY)
    yield "material-brings-the-path", vector(with_attributes(
        stamped(below, content, lambda s: token(long, tst_info(s, at + HOUR))),
        certificates(w.middle)))
    yield "material-brings-a-rogue", vector(with_attributes(
        stamped(w.signer("Engineer", w.rogue), content,
                lambda s: token(long, tst_info(s, at + HOUR))), certificates(w.rogue)), days=1)
    yield "material-garbage", vector(with_attributes(long_first, attribute(CERTIFICATE_VALUES,
                                                                           seq(seq(NULL)))))
    yield "material-lists-garbage", vector(with_attributes(long_first, attribute(
        REVOCATION_VALUES, seq(context(0, seq(octets(b"x")))))))
    yield "material-ocsp", vector(with_attributes(long_first, attribute(
        REVOCATION_VALUES, seq(context(1, seq())))))
    yield "material-without-timestamp", vector(with_attributes(record(engineer, content),
                                                               certificates(w.root)), days=1)
    yield "material-twice", vector(with_attributes(long_first, certificates(w.root),
                                                   certificates(w.middle)))
    yield "material-two-values", vector(with_attributes(long_first, seq(
        parse(certificates(w.root))[0].encode(), set_of(seq(w.root.der), seq(w.middle.der)))))
    yield "material-too-many", vector(with_attributes(long_first, lists(*(
        w.crl(w.root, start=at + DAY, end=at + (n + 3) * DAY) for n in range(33)))))


