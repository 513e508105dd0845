"""The Debian package: what it declares, what it holds, and that the program in it works.

As root it is also installed by dpkg, into a folder with a copy of this machine's list of packages: dpkg
checks its dependencies as it would for real, and nothing of the machine changes.
"""

import os
import pathlib
import re
import shutil
import tempfile
import unittest

from packages import SOURCE, run
import skips  # packages.py has found it

# BUILD is the build under test, DEBIAN one for the prefix /usr, which a Debian package takes.
CPACK, BUILD, DEBIAN, HOLDFAST = (os.environ[name] for name in ("CPACK", "BUILD", "DEBIAN", "HOLDFAST"))
MULTIARCH = "usr/lib/" + run("dpkg-architecture", "-qDEB_HOST_MULTIARCH").strip() \
    if shutil.which("dpkg-architecture") else None
CONFIGURATION = "model: {hidden: [4]}\nsplits: {count: 2}\nreplicas: {seeds: 2}\n"
FILES = (
    "usr/bin/holdfast", f"{MULTIARCH}/libholdfast.so", "usr/include/holdfast/config.h",
    "usr/include/holdfast/version.h", f"{MULTIARCH}/pkgconfig/holdfast.pc",
    f"{MULTIARCH}/cmake/holdfast/holdfastConfig.cmake", "usr/share/man/man1/holdfast.1.gz",
    "usr/share/bash-completion/completions/holdfast", "usr/share/doc/holdfast/copyright",
    "usr/share/doc/holdfast/changelog.gz", "usr/share/doc/holdfast/LICENSE",
    "usr/share/doc/holdfast/docs/results-file.md", "usr/share/doc/holdfast/configs/quick.yaml",
    "usr/share/doc/holdfast/jobs/holdfast.sbatch", "usr/share/doc/holdfast/examples/train_one.c",
)
LIBRARIES = ["libc6", "libhdf5", "libyaml", "libutf8proc", "libcsv", "zlib1g", "libxxhash", "libgomp1"]
RECOMMENDED = ["gnuplot-nox"]
if os.environ["MPI"] == "ON":
    LIBRARIES.append(r"(libopenmpi|libmpich)\d")
    RECOMMENDED.append("(openmpi-bin|mpich)")
# What lintian says of the package, and why it stays; packaging/debian/overrides says so to lintian too.
REMAINS = {
    "package-name-doesnt-match-sonames": "one package holds program, library and headers of a build",
    "link-to-shared-library-in-wrong-package": "the same",
    "maintscript-calls-ldconfig": "CPack writes these calls besides the trigger",
}


def pack(form, folder):
    """What is built, as it is: of Makefiles cpack would first build what is stale, under other tests' feet.
    The umask is one that many have, and which no package may show."""
    build = DEBIAN if form == "DEB" else BUILD
    run("sh", "-c", 'umask 002 && exec "$@"', "sh", CPACK, "--config", build + "/CPackConfig.cmake",
        "-G", form, "-B", folder, "-D", "CPACK_CMAKE_GENERATOR=Ninja")


class PackageTest(unittest.TestCase):
    """With the package made once."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        pack("DEB", cls.folder)
        (cls.package,) = cls.folder.glob("*.deb")
        cls.version = run(HOLDFAST, "--version").split()[1]

    def check_program(self, root):
        """The program below `root`, from an empty folder."""
        program = root / "usr/bin/holdfast"
        with tempfile.TemporaryDirectory(prefix="holdfast-test-") as empty:
            self.assertEqual(run(program, "--version", cwd=empty).split()[1], self.version)
            pathlib.Path(empty, "tiny.yaml").write_text(CONFIGURATION)
            run(program, "run", "tiny.yaml", "-q", cwd=empty)
            digest = run(program, "digest", "results/tiny.h5", cwd=empty)
            self.assertRegex(digest, r"^[0-9a-f]{32}\b")
            self.assertEqual(digest, run(HOLDFAST, "digest", "results/tiny.h5", cwd=empty))


class DebianPackage(PackageTest):
    def field(self, name):
        return run("dpkg-deb", "-f", self.package, name).strip()

    def test_it_declares_name_version_architecture(self):
        architecture = run("dpkg", "--print-architecture").strip()
        self.assertEqual(self.package.name, f"holdfast_{self.version}_{architecture}.deb")
        self.assertEqual(self.field("Package"), "holdfast")
        self.assertEqual(self.field("Version"), self.version)
        self.assertEqual(self.field("Architecture"), architecture)
        self.assertRegex(self.field("Recommends"), f"^{', '.join(RECOMMENDED)}$")
        self.assertRegex(self.field("Maintainer"), r"^the holdfast authors <\S+@example\.org>$")

    def test_it_depends_on_every_library_that_program_and_library_load(self):
        depends = self.field("Depends")
        for library in LIBRARIES:
            self.assertRegex(depends, rf"(^|, ){library}")

    def test_it_holds_what_users_and_programs_look_for(self):
        listed = run("dpkg-deb", "--contents", self.package)
        for file in FILES:
            self.assertRegex(listed, rf" \./{re.escape(file)}( -> .*)?\n")
        self.assertNotIn(" ./usr/local", listed)
        for line in listed.splitlines():
            self.assertEqual(line.split()[1], "root/root", line)

    def test_no_file_in_it_names_the_build_folder(self):
        root = self.folder / "extracted"
        run("dpkg-deb", "-x", self.package, root)
        for file in root.rglob("*"):
            if file.is_file():
                self.assertNotIn(DEBIAN.encode() + b"/", file.read_bytes(), str(file))

    def test_the_program_in_it_runs_from_any_folder(self):
        root = self.folder / "anywhere"
        run("dpkg-deb", "-x", self.package, root)
        self.check_program(root)


    def test_it_says_licences_and_changes(self):
        root = self.folder / "documents"
        run("dpkg-deb", "-x", self.package, root)
        documents = root / "usr/share/doc/holdfast"
        copyright_file = (documents / "copyright").read_text()
        for part in ((SOURCE / "LICENSE").read_text(), "D. E. Shaw Research", "CC BY 4.0"):
            self.assertIn(part, copyright_file)
        changes = run("gzip", "-dc", documents / "changelog.gz")
        first = rf"holdfast \({re.escape(self.version)}\) unstable; urgency=medium\n\n  \* "
        last = r" -- the holdfast authors <\S+>  \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\n"
        self.assertRegex(changes, rf"(?s)^{first}.*\n{last}$")

    @unittest.skipUnless(shutil.which("lintian"), "needs lintian (lintian)")
    def test_lintian_finds_what_is_named_here_and_nothing_else(self):
        words = ("lintian", "--allow-root", "--tag-display-limit", "0")
        self.assertNotRegex(run(*words, "--fail-on", "error,warning", self.package), r"(?m)^[EW]:")
        shown = run(*words, "--fail-on", "none", "--show-overrides", self.package)
        self.assertEqual(set(re.findall(r"(?m)^O: holdfast: (\S+)", shown)), set(REMAINS))


@unittest.skipUnless(os.geteuid() == 0, "needs root (dpkg --install)")
class Installation(PackageTest):
    def test_dpkg_installs_and_removes_it(self):
        root, admin = self.folder / "installed", self.folder / "dpkg"
        for folder in (root, admin / "info", admin / "updates", admin / "triggers"):
            folder.mkdir(parents=True)
        shutil.copy("/var/lib/dpkg/status", admin)
        for name in ("arch", "diversions", "statoverride"):
            if pathlib.Path("/var/lib/dpkg", name).exists():
                shutil.copy(f"/var/lib/dpkg/{name}", admin)
        dpkg = ("dpkg", f"--admindir={admin}", f"--instdir={root}", "--force-script-chrootless",
                f"--log={self.folder}/dpkg.log")
        run(*dpkg, "--install", self.package)
        self.assertIn("install ok installed", run(*dpkg, "--status", "holdfast"))
        self.check_program(root)
        run(*dpkg, "--purge", "holdfast")
        self.assertEqual([str(p) for p in root.rglob("*") if not p.is_dir()], [])


@unittest.skipUnless(shutil.which("tar"), "needs tar (tar)")
class Archive(unittest.TestCase):
    def test_the_program_in_the_archive_runs(self):
        with tempfile.TemporaryDirectory(prefix="holdfast-test-") as name:
            folder = pathlib.Path(name)
            pack("TGZ", folder)
            (archive,) = folder.glob("*.tar.gz")
            run("tar", "-xzf", archive, "-C", folder)
            (program,) = folder.glob("holdfast-*/bin/holdfast")
            self.assertEqual(run(program, "--version"), run(HOLDFAST, "--version"))


if __name__ == "__main__":
    skips.main()
