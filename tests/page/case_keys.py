# SPDX-License-Identifier: GPL-3.0-or-later
"""Media of which keys were destroyed, for an item; see case_spoilt.py."""
from case_folder import answer, document, item_of, thing, work
from key_lies import keyed

DISK = "K-77"


def on_keys(s):
    o = s.office

    def erased(folder, name, item="disk"):
        return folder.add(keyed(work(name), DISK), o.engineer, item and item_of(folder, item))

    def spoil(name, change, *wanted, level=None, **options):
        """change(folder): of a case with a disk that was received; level: that was agreed upon for media."""
        def prepared(folder):
            folder.add(document("receive", thing=thing("disk", serial=DISK)), o.engineer)
            if level:
                folder.add(document("approve", subject="method", level=level, kinds=["medium"]), o.officer)
            change(folder)
        s.spoil(f"keys-{name}", prepared, *wanted, of="long-begun", always=True, **options)

    spoil("destroyed", lambda f: erased(f, "erasure-luks"), "outcome erased", "awaiting erasure", unwanted=["proposal erasure-failed"])
    spoil("confirmed", lambda f: f.add(answer(erased(f, "erasure-luks")), o.officer), "outcome erased", unwanted=["awaiting erasure"])
    spoil("too-low", lambda f: erased(f, "erasure-luks"), "lack outcome", "proposal erasure-failed", level="purge", unwanted=["outcome erased"])
    spoil("open", lambda f: erased(f, "erasure-luks-open"), "lack outcome", "proposal erasure-failed", unwanted=["outcome erased"])
    spoil("open-at-no-level", lambda f: erased(f, "erasure-luks-open"), "lack outcome", level="none", unwanted=["outcome erased"])
    spoil("partition", lambda f: erased(f, "erasure-luks-partition"), "lack outcome", unwanted=["outcome erased"])
    spoil("partition-at-no-level", lambda f: erased(f, "erasure-luks-partition"), "lack outcome", level="none", unwanted=["outcome erased"])
    spoil("partition-of-nothing", lambda f: erased(f, "erasure-luks-partition", None), level="none", unwanted=["outcome erased"])
    spoil("then-overwritten", lambda f: erased(f, "erasure-luks-overwrite"), "outcome erased")

    def begun_on(folder, name, of=None):
        """An attempt that is over once a whole medium is erased, or that partition; of None: the sample's own."""
        folder.add(keyed(of or work("attempt-luks"), DISK), o.engineer, item_of(folder, "disk"))
        erased(folder, name)

    def part_begun(offset=None):
        """The sample of an attempt, of one partition."""
        made = work("attempt-luks")
        crypto, one = made["method"]["crypto"], made["method"]["crypto"]["volumes"][0]
        if offset:
            one["offset_bytes"] = str(offset)
        del crypto["volumes"][1:]
        crypto["scope"] = {name: one[name] for name in ("partition", "offset_bytes", "length_bytes")}
        made["method"] |= {"level_reachable": "none", "level_reason": "only-a-partition"}
        return made
    spoil("ends-what-was-begun", lambda f: begun_on(f, "erasure-luks"), "outcome erased", unwanted=["lack attempt"])
    spoil("ends-what-was-begun-on-a-part", lambda f: begun_on(f, "erasure-luks", part_begun()), "outcome erased", unwanted=["lack attempt"])
    spoil("part-ends-part", lambda f: begun_on(f, "erasure-luks-partition", part_begun()), level="none", unwanted=["lack attempt", "outcome erased"])
    spoil("part-ends-no-other", lambda f: begun_on(f, "erasure-luks-partition", part_begun(4 << 20)), "lack attempt", level="none")

    def begun_before(folder):
        """A partition is not all of the medium, of which an erasure had begun."""
        folder.add(keyed(work("attempt"), DISK), o.engineer, item_of(folder, "disk"))
        erased(folder, "erasure-luks-partition")
    spoil("partition-of-what-was-begun", begun_before, "lack attempt", level="none", unwanted=["outcome erased"])
