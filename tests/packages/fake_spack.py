"""As much of Spack's package API as the package.py files in packaging/spack/ use.

What a directive says is recorded with the class; cmake_args and test_ methods run for real.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import types

said = []  # (directive, its words, its options) of the class that is being read


class SkipTest(Exception):
    pass


class Prefix(str):
    """prefix.share.doc is prefix/share/doc."""

    def __getattr__(self, name):
        return Prefix(os.path.join(self, name))


class Executable:
    def __init__(self, path):
        self.path = str(path)

    def __call__(self, *words, output=None):
        outcome = subprocess.run([self.path, *map(str, words)], check=False, text=True,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT if output is None else None)
        if outcome.returncode != 0:
            raise RuntimeError(f"{self.path} {words}: {outcome.returncode}\n{outcome.stdout}")
        return outcome.stdout if output is str else None


def which(*names, required=False):
    for name in names:
        if os.access(name, os.X_OK):
            return Executable(name)
    if required:
        raise RuntimeError(f"none of {names} can be run")
    return None


def check_outputs(expected, actual):
    if expected not in actual:
        raise RuntimeError(f"{expected!r} is not in {actual!r}")


class Spec:
    """`variants` of the package itself, `hdf5_mpi` of its HDF5, and where its dependencies are."""

    def __init__(self, version, variants, hdf5_mpi, dependencies):
        self.version, self.variants, self.hdf5_mpi = version, variants, hdf5_mpi
        self.dependencies = dependencies

    def satisfies(self, text):
        known = {f"{'+' if on else '~'}{name}": True for name, on in self.variants.items()}
        known.update({f"{'~' if on else '+'}{name}": False for name, on in self.variants.items()})
        known.update({"^hdf5+mpi": self.hdf5_mpi, "^hdf5~mpi": not self.hdf5_mpi})
        return known[text]

    def __getitem__(self, name):
        return self.dependencies[name]


class Package:
    def __init_subclass__(cls):
        cls.said = list(said)
        said.clear()

    def __init__(self, spec=None, prefix=None):
        self.spec, self.prefix = spec, prefix and Prefix(prefix)


class CMakePackage(Package):
    @staticmethod
    def define(name, value):
        if isinstance(value, bool):
            return f"-D{name}:BOOL={'ON' if value else 'OFF'}"
        return f"-D{name}:STRING={value}"

    def define_from_variant(self, name, variant):
        return self.define(name, self.spec.variants[variant])


class AutotoolsPackage(Package):
    pass


@contextlib.contextmanager
def when(condition):
    said.append(("when", (condition,), {}))
    yield


def directive(name):
    return lambda *words, **options: said.append((name, words, options))


def load(path):
    """The one class in a package.py."""
    api = types.ModuleType("spack.package")
    api.__dict__.update({name: directive(name) for name in
                         ("license", "version", "variant", "depends_on", "conflicts")})
    api.__dict__.update({"when": when, "which": which, "check_outputs": check_outputs,
                         "SkipTest": SkipTest, "join_path": os.path.join})
    modules = {"spack": types.ModuleType("spack"), "spack.package": api}
    for name, package in (("cmake", CMakePackage), ("autotools", AutotoolsPackage)):
        module = types.ModuleType(name)
        setattr(module, package.__name__, package)
        modules[f"spack_repo.builtin.build_systems.{name}"] = module
    for name in ("spack_repo", "spack_repo.builtin", "spack_repo.builtin.build_systems"):
        modules[name] = types.ModuleType(name)
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    space = {}
    try:
        exec(compile(pathlib.Path(path).read_text(), str(path), "exec"), space)
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    (found,) = [item for item in space.values() if isinstance(item, type) and issubclass(item, Package)
                and item not in (CMakePackage, AutotoolsPackage)]
    return found
