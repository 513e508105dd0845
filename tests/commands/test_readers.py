"""Other tools open the results file: h5py, h5dump, ncdump, and find every axis named."""

import shutil
import unittest

import skips
from harness import TINY, CommandTest, run_words

try:
    import h5py
except ImportError:
    h5py = None


class Readers(CommandTest):
    files = {"tiny.yaml": TINY}

    def setUp(self):
        super().setUp()
        self.succeed("run tiny.yaml -q -o tiny.h5")

    def run_tool(self, *words):
        outcome = run_words(list(words), self.folder)
        self.assertEqual(outcome.exit, 0, outcome.stderr)
        self.assertEqual(outcome.stderr, "")
        return outcome.stdout

    @unittest.skipUnless(h5py, "needs h5py (python3-h5py)")
    def test_h5py_finds_a_scale_on_every_axis(self):
        unnamed = []

        def visit(path, item):
            if not isinstance(item, h5py.Dataset) or item.attrs.get("CLASS") == b"DIMENSION_SCALE":
                return
            for axis, dimension in enumerate(item.dims):
                if len(dimension) != 1 or dimension[0].shape[0] != item.shape[axis]:
                    unnamed.append(f"{path} axis {axis}")

        with h5py.File(self.folder + "/tiny.h5") as file:
            file.visititems(visit)
            self.assertEqual(unnamed, [])
            self.assertEqual(file["weights/hidden_0004/input_weight"].shape, (4, 4, 30))
            self.assertEqual(list(file["seed"][:]), [0, 1])
            self.assertEqual(list(file["replicas/status"][:]), [1, 1, 1, 1])

    @unittest.skipUnless(h5py, "needs h5py (python3-h5py)")
    def test_every_dataset_has_units_and_a_long_name(self):
        bare = []

        def visit(path, item):
            if isinstance(item, h5py.Dataset) and not {"units", "long_name"} <= set(item.attrs):
                bare.append(path)

        with h5py.File(self.folder + "/tiny.h5") as file:
            file.visititems(visit)
        self.assertEqual(bare, [])

    @unittest.skipUnless(shutil.which("h5dump"), "needs h5dump (hdf5-tools)")
    def test_h5dump_prints_all_of_it(self):
        self.assertIn('DATASET "frequency"', self.run_tool("h5dump", "tiny.h5"))

    @unittest.skipUnless(shutil.which("ncdump"), "needs ncdump (netcdf-bin)")
    def test_ncdump_names_the_dimensions(self):
        header = self.run_tool("ncdump", "-h", "tiny.h5")
        for text in ("feature = 30 ;", "replica = 4 ;", "unit_0004 = 4 ;",
                     "float input_weight(replica_0004, unit_0004, input)"):
            self.assertIn(text, header)
        self.assertNotIn("phony_dim", header)
        self.run_tool("ncdump", "tiny.h5")


if __name__ == "__main__":
    skips.main()
