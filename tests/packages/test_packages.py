"""The Debian package: what it declares, what it holds, and that the program in it works.

As root it is also installed by dpkg, into a folder with a copy of this machine's list of packages: dpkg
checks its dependencies as it would for real, and nothing of the machine changes.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

CPACK, BUILD, HOLDFAST = (os.environ[name] for name in ("CPACK", "BUILD", "HOLDFAST"))
CONFIGURATION = "model: {hidden: [4]}\nsplits: {count: 2}\nreplicas: {seeds: 2}\n"
FILES = (
    "usr/bin/holdfast", "usr/lib/libholdfast.so", "usr/include/holdfast/config.h",
    "usr/include/holdfast/version.h", "usr/lib/pkgconfig/holdfast.pc",
    "usr/lib/cmake/holdfast/holdfastConfig.cmake", "usr/share/man/man1/holdfast.1",
    "usr/share/bash-completion/completions/holdfast", "usr/share/doc/holdfast/LICENSE",
    "usr/share/doc/holdfast/docs/results-file.md", "usr/share/doc/holdfast/configs/quick.yaml",
    "usr/share/doc/holdfast/jobs/holdfast.sbatch", "usr/share/doc/holdfast/examples/train_one.c",
)
LIBRARIES = ("libc6", "libopenmpi3", "libhdf5", "libyaml", "libcsv", "zlib1g", "libxxhash",
             "libgomp1")


def run(*words, **options):
    environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    outcome = subprocess.run([str(word) for word in words], env=environment, text=True, timeout=600,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False, **options)
    assert outcome.returncode == 0, f"{words}: {outcome.returncode}\n{outcome.stdout}"
    return outcome.stdout


def pack(form, folder):
    """What is built, as it is: of Makefiles cpack would first build what is stale, under other tests' feet."""
    run(CPACK, "--config", BUILD + "/CPackConfig.cmake", "-G", form, "-B", folder,
        "-D", "CPACK_CMAKE_GENERATOR=Ninja")


@unittest.skipUnless(shutil.which("dpkg-shlibdeps"), "SKIPPED: needs dpkg-shlibdeps (dpkg-dev)")
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
        self.assertIn("gnuplot-nox", self.field("Recommends"))
        self.assertIn("openmpi-bin", self.field("Recommends"))

    def test_it_depends_on_every_library_that_program_and_library_load(self):
        depends = self.field("Depends")
        for library in LIBRARIES:
            self.assertRegex(depends, rf"(^|, ){re.escape(library)}")

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
                self.assertNotIn(BUILD.encode() + b"/", file.read_bytes(), str(file))

    def test_the_program_in_it_runs_from_any_folder(self):
        root = self.folder / "anywhere"
        run("dpkg-deb", "-x", self.package, root)
        self.check_program(root)


@unittest.skipUnless(os.geteuid() == 0, "SKIPPED: needs root (dpkg --install)")
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


@unittest.skipUnless(shutil.which("tar"), "SKIPPED: needs tar (tar)")
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
    unittest.main()
