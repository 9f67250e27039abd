# SPDX-License-Identifier: GPL-3.0-or-later
"""A case of the register, with the demonstration keys: the engineer's certificate may sign as
engineer and manager, the officer's as officer."""
import shutil

import massho
from massho import DONE, demo_ca


class Case(massho.Case):
    """A test with a case in self.case."""

    def begin(self, *policy, level="none", name="case"):
        self.case = self.folder / name
        self.wipe_case("init", "--trust", demo_ca() / "trust", "--title", "Trial", "--number", "1",
                       "--date", "2026-04-01", "--ministry", "Ministry", "--section", "Section", "--officer", "Officer",
                       "--contractor", "Contractor", "--place", "Here", "--rule", "rules=1",
                       "--level", level, *policy)

    @staticmethod
    def key(who="engineer"):
        return demo_ca() / f"{who}.key", demo_ca() / f"{who}.pem"

    def wipe_case(self, command, *words, by="engineer", case=None, expected=DONE):
        """One command of wipe-case that adds to the case; its JSON lines."""
        key, cert = self.key(by)
        done = self.tool(expected, "wipe-case", command, case or self.case, *words, "--json",
                         "--key", key, "--cert", cert)
        return massho.json_lines(done.stdout)

    def receive(self, label="A-1", *words):
        return self.wipe_case("receive", "--label", label, "--kind", "medium", "--description",
                              "a disk", "--classification", "none", "--given-by", "Officer",
                              *words)[0]["id"]

    def permit(self, label, *words, kind="files"):
        return self.wipe_case("permit", "--label", label, "--kind", kind, "--description",
                              "a copy", "--classification", "none", "--use", "work", "--place",
                              "here", "--officer", "Officer", *words, by="officer")[0]["id"]

    def instruct(self, *words):
        self.wipe_case("approve", "--subject", "instruction", "--text", "erase it", "--officer",
                       "Officer", *words, by="officer")

    def confirm(self, *words, case=None):
        return self.wipe_case("confirm", "--accept", *(words or ("--all",)), by="officer",
                              case=case)

    def copy(self, name):
        """The case as another party holds it."""
        shutil.copytree(self.case, self.folder / name)
        return self.folder / name

    def merge(self, *sources, case=None):
        return self.wipe_case("merge", *sources, case=case)

    def signing(self, case=None):
        """What wipe-device is given for erasing in the case."""
        key, cert = self.key()
        return ["--case", case or self.case, "--sign", key, "--cert", cert]

    def status(self, case=None):
        """Objects of "wipe-case status" by their kind."""
        done = massho.run("wipe-case", "status", case or self.case, "--all", "--json")
        objects = {}
        for line in massho.json_lines(done.stdout):
            objects.setdefault(line["object"], []).append(line)
        return objects

    def state(self, case=None):
        return self.status(case)["state"][0]

    def item(self, label="A-1", case=None):
        return next(i for i in self.status(case)["item"] if i["label"] == label)

    def records(self, kind, case=None):
        """Files of the case's records of a type, oldest first."""
        return sorted((case or self.case).glob(f"records/*-{kind}-*.p7m"))
