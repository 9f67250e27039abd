# SPDX-License-Identifier: GPL-3.0-or-later
"""DER by hand, and trees of it that can be encoded wrongly on purpose."""


def length_octets(count, octets=0):
    """In the fewest octets, or in at least the given number of them (not DER then)."""
    if count < 0x80 and not octets:
        return bytes([count])
    needed = max((count.bit_length() + 7) // 8, octets, 1)
    return bytes([0x80 | needed]) + count.to_bytes(needed, "big")


def tlv(tag, *parts):
    body = b"".join(parts)
    return bytes([tag]) + length_octets(len(body)) + body


def seq(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def context(number, *parts):
    return tlv(0xA0 + number, *parts)


def octets(data):
    return tlv(0x04, data)


def bits(data, unused=0):
    return tlv(0x03, bytes([unused]), data)


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\x00")


NULL = tlv(0x05)


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    body = b""
    for arc in [40 * arcs[0] + arcs[1], *arcs[2:]]:
        encoded = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            encoded.insert(0, arc & 0x7F | 0x80)
        body += bytes(encoded)
    return tlv(0x06, body)


def utf8(text):
    return tlv(0x0C, text.encode())


def time(moment):
    """RFC 5280: UTCTime before 2050."""
    if moment.year < 2050:
        return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


class Node:
    """One element. style is "der", "long" (a length octet too many) or "indefinite"."""

    def __init__(self, tag, content):
        self.tag = tag
        self.content = content  # bytes, or a list of nodes
        self.style = "der"

    def __getitem__(self, index):
        return self.content[index]

    def encode(self):
        body = self.content
        if isinstance(body, list):
            body = b"".join(node.encode() for node in body)
        if self.style == "indefinite":
            return bytes([self.tag, 0x80]) + body + b"\0\0"
        extra = len(length_octets(len(body))) if self.style == "long" else 0
        return bytes([self.tag]) + length_octets(len(body), extra) + body


def parse_all(data):
    nodes = []
    while data:
        tag, length, at = data[0], data[1], 2
        if length & 0x80:
            at += length & 0x7F
            length = int.from_bytes(data[2:at], "big")
        body, data = data[at : at + length], data[at + length :]
        nodes.append(Node(tag, parse_all(body) if tag & 0x20 else body))
    return nodes


def parse(data):
    return parse_all(data)[0]
