"""The steps of Dockerfile and Apptainer definition, in the place of an image a Debian made by debootstrap.

The base system is made once in the folder HOLDFAST_CHROOTS, or anew each time where that is not set.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from packages import SOURCE, quick_digest, run
import skips  # packages.py has found it

RELEASE = "bookworm"
# In mounts of its own, which end with it.
ENTER = """
root=$1 user=$2
shift 2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
exec chroot --userspec="$user" "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp "$@"
"""


def base(folder):
    """The base system below `folder`; made where it is missing."""
    root = folder / RELEASE
    if not (root / "etc/debian_version").exists():
        mirrors = run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages",
                      "Label: Debian").split()
        if not mirrors:
            raise unittest.SkipTest("apt knows no mirror of Debian here")
        made = folder / f"{RELEASE}.{os.getpid()}"
        outcome = subprocess.run(["debootstrap", "--variant=minbase", RELEASE, made, mirrors[0]],
                                 capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            shutil.rmtree(made, ignore_errors=True)
            raise unittest.SkipTest(f"debootstrap failed: {' '.join(outcome.stdout.splitlines()[-1:])}")
        made.rename(root)
    return root


@unittest.skipUnless(os.geteuid() == 0, "needs root (chroot)")
@unittest.skipUnless(shutil.which("debootstrap"), "needs debootstrap (debootstrap)")
class Container(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        chroots = pathlib.Path(os.environ.get("HOLDFAST_CHROOTS") or self.folder)
        chroots.mkdir(parents=True, exist_ok=True)
        self.base = base(chroots)

    def image(self, name):
        root = self.folder / name
        run("cp", "-a", self.base, root)
        shutil.copy("/etc/resolv.conf", root / "etc")
        return root

    def inside(self, root, *words, user="root:root"):
        return run("unshare", "--mount", "sh", "-euc", ENTER, "sh", root, user, *words)

    def test_its_steps_give_a_program_that_trains_reports_and_runs_on_ranks(self):
        stage = self.image("stage")
        shutil.copytree(SOURCE, stage / "source", ignore=lambda folder, names: [
            name for name in names if pathlib.Path(folder) == SOURCE
            and (name.startswith("build") or name in (".git", "results"))])
        self.inside(stage, "/source/packaging/container.sh", "build", "/source", "/source/holdfast.deb")

        final = self.image("final")
        (final / "package").mkdir()
        for name in ("holdfast.deb", "packaging/container.sh", "packaging/check.sh"):
            shutil.copy(stage / "source" / name, final / "package")
        self.inside(final, "/package/container.sh", "install", "/package/holdfast.deb")

        user = "holdfast:holdfast"
        said = self.inside(final, "/package/check.sh", "holdfast", "mpirun", "-n", "2", user=user)
        self.assertIn(quick_digest(self.folder) + " quick.yaml\n", said)
        self.inside(final, "sh", "-euc", """
            cd /tmp
            holdfast run /usr/share/doc/holdfast/configs/quick.yaml -q
            holdfast report results/quick.h5
            test -s results/quick-report/report.html""", user=user)


if __name__ == "__main__":
    skips.main()
