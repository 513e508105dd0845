"""The recipes in packaging/ and CITATION.cff: they can be read, agree with each other and with the sources.
What they build is tested by test_packages.py, test_spack.py, test_conda.py and test_container.py."""

import re
import unittest

import fake_spack
from packages import SOURCE
import skips  # packages.py has found it

try:
    import yaml
except ImportError:
    yaml = None

PACKAGING = SOURCE / "packaging"
SPACK = PACKAGING / "spack/spack_repo/holdfast/packages"
VERSION = re.search(r"project\(holdfast VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
VERSIONS = {
    "CHANGELOG.md": r"^## ([\d.]+)",
    "CITATION.cff": r"^version: ([\d.]+)$",
    "packaging/conda/holdfast/recipe.yaml": r'^  version: "([\d.]+)"$',
    "packaging/spack/spack_repo/holdfast/packages/holdfast/package.py": r'^    version\("([\d.]+)"\)',
    "packaging/spack/spack.yaml": r"spec: holdfast@=([\d.]+)$",
}
# Spack's names of the libraries that src/ needs; those with a recipe here are not Spack's own.
LIBRARIES = {"hdf5", "libcsv", "libyaml", "random123", "utf8proc", "xxhash", "zlib-api"}
CONDA_LIBRARIES = {"hdf5", "libcsv", "yaml", "random123", "libutf8proc", "xxhash", "zlib", "libgomp"}


def text(name):
    return (SOURCE / name).read_text()


class Recipes(unittest.TestCase):
    def test_every_file_names_the_version_of_cmakelists(self):
        for name, pattern in VERSIONS.items():
            found = re.search(pattern, text(name), re.MULTILINE)
            self.assertIsNotNone(found, f"{name} names no version")
            self.assertEqual(found[1], VERSION, name)

    def test_every_file_names_the_licence(self):
        self.assertTrue(text("LICENSE").startswith("BSD 3-Clause License"))
        for name in ("CITATION.cff", "packaging/conda/holdfast/recipe.yaml"):
            self.assertRegex(text(name), r"(?m)^ *license: BSD-3-Clause$")

    def test_spack_and_conda_fetch_the_same_libcsv(self):
        spack = re.search(r'sha256="(\w{64})"', (SPACK / "libcsv/package.py").read_text())[1]
        self.assertIn(spack, text("packaging/conda/libcsv/recipe.yaml"))

    def test_the_containers_are_made_by_the_steps_that_are_tested(self):
        docker, apptainer = text("packaging/docker/Dockerfile"), text("packaging/apptainer/holdfast.def")
        steps = re.findall(r"(?m)^RUN (.*)$", docker)
        self.assertEqual(steps, ["/source/packaging/container.sh build /source /source/holdfast.deb",
                                 "/package/container.sh install /package/holdfast.deb && rm -rf /package"])
        for step in steps:
            self.assertIn(step.split(" &&")[0], apptainer)
        self.assertEqual(re.findall(r"(?m)^FROM (\S+)", docker), re.findall(r"(?m)^From: (\S+)", apptainer))


class SpackPackages(unittest.TestCase):
    def test_holdfast_says_what_it_needs(self):
        package = fake_spack.load(SPACK / "holdfast/package.py")
        said = package.said
        self.assertIn(("version", (VERSION,), {}), said)
        self.assertIn(("license", ("BSD-3-Clause",), {}), said)
        variants = {words[0]: options["default"] for name, words, options in said if name == "variant"}
        self.assertEqual(variants, {"mpi": True, "shared": True})
        needs = {re.match(r"[\w-]+", words[0])[0] for name, words, _ in said if name == "depends_on"}
        self.assertEqual(needs, LIBRARIES | {"c", "cmake", "mpi", "openmpi", "mpich"})
        least = re.search(r"cmake_minimum_required\(VERSION ([\d.]+)", text("CMakeLists.txt"))[1]
        self.assertIn(("depends_on", (f"cmake@{least}:",), {"type": "build"}), said)
        tests = [name for name in vars(package) if name.startswith("test_")]
        self.assertEqual(tests, ["test_version", "test_grid", "test_ranks"])
        self.assertTrue(all(vars(package)[name].__doc__ for name in tests))

    def test_libcsv_can_be_fetched_and_checked(self):
        said = fake_spack.load(SPACK / "libcsv/package.py").said
        (version,) = [(words, options) for name, words, options in said if name == "version"]
        self.assertRegex(version[1]["sha256"], r"^[0-9a-f]{64}$")


@unittest.skipUnless(yaml, "needs PyYAML (python3-yaml)")
class Yaml(unittest.TestCase):
    def load(self, name):
        return yaml.safe_load(text(name))

    def test_conda_recipes_are_of_schema_1(self):
        for name in ("holdfast", "libcsv", "random123"):
            recipe = self.load(f"packaging/conda/{name}/recipe.yaml")
            self.assertEqual(recipe["schema_version"], 1)
            self.assertEqual(recipe["package"], {"name": name, "version": "${{ version }}"})
            self.assertLessEqual(set(recipe), {"schema_version", "context", "package", "source", "build",
                                               "requirements", "tests", "about", "extra"})
            if name != "holdfast":
                self.assertRegex(recipe["source"]["sha256"], r"^[0-9a-f]{64}$")

    def test_the_conda_recipe_has_every_library_and_each_mpi(self):
        host = self.load("packaging/conda/holdfast/recipe.yaml")["requirements"]["host"]
        self.assertEqual({need.split()[0] for need in host if isinstance(need, str)}, CONDA_LIBRARIES)
        self.assertIn({"if": 'mpi != "nompi"', "then": "${{ mpi }}"}, host)
        self.assertEqual(self.load("packaging/conda/variants.yaml")["mpi"], ["nompi", "openmpi", "mpich"])

    def test_spacks_environment_builds_this_checkout(self):
        environment = self.load("packaging/spack/spack.yaml")["spack"]
        develop = environment["develop"]["holdfast"]
        self.assertEqual((PACKAGING / "spack" / develop["path"]).resolve(), SOURCE)
        repository = PACKAGING / "spack" / environment["repos"]["holdfast"]
        self.assertEqual(yaml.safe_load((repository / "repo.yaml").read_text())["repo"]["namespace"],
                         repository.name)

    def test_the_citation_has_what_version_1_2_asks_for(self):
        citation = self.load("CITATION.cff")
        self.assertLessEqual({"cff-version", "message", "title", "authors"}, set(citation))
        self.assertEqual(citation["cff-version"], "1.2.0")
        self.assertEqual(citation["authors"], [{"name": "the holdfast authors"}])
        self.assertIn(citation["authors"][0]["name"], text("LICENSE"))


if __name__ == "__main__":
    skips.main()
