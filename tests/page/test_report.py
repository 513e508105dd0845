"""holdfast report: the figures and the page, read by parsers that are not holdfast's."""

import collections
import csv
import io
import json
import math
import os
import random
import re
import resource
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

from experiments import CLASSES, FIGURES, MARKUP, NAMES, RUNS, make
import skips
from harness import HOLDFAST, CommandTest, holdfast, listing, write_files

# In the order of their sections.
OF_NOISE, OF_METHODS, OF_FREQUENCIES = ["null-labels"], ["methods", "agreement"], FIGURES[:10]
# A section that the results have nothing for is left out.
SECTIONS = ["Features", "Compared with noise", "Stability", "What makes ranks vary",
            "Correlated features", "Methods", "Error bounds", "Networks", "The tutorial's rule",
            "Training", "One network and the data", "Configuration and provenance",
            "For a methods section"]
QUESTIONS = ["Do the networks predict?", "What is informative?", "What do predictions rest on?",
             "Cautions, and what cannot be said", "What cannot be said"]
TWO = """\
data: {source: two.csv}
model: {hidden: [4]}
splits: {count: 5}
replicas: {seeds: 2}
training: {iterations: 50}
"""
VOID = {"meta", "link", "br", "img", "input", "hr", "wbr"}
SVG = "{http://www.w3.org/2000/svg}"


def adds_q(row, is_member):
    """A feature that is a group of its own has the group's."""
    return row["conditional_q_value" if is_member else "conditional_group_q_value"]


def is_found(q, fdr=0.1):
    return q != "" and float(q) <= fdr


class Page(HTMLParser):
    """The page's elements, texts and tables; complains of what is not closed."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.identifiers, self.figures = [], [], [], {}
        self.tables, self.texts, self.text, self.headings, self.links = {}, {}, "", [], []
        self.questions, self.points = [], []  # of the verdict; points: class and text
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if "id" in attributes:
            self.identifiers.append(attributes["id"])
        if tag not in VOID:
            self.open.append((tag, attributes.get("id")))
        if tag in ("h1", "h2", "h3"):
            self.headings.append([tag, ""])
        if tag == "h3" and self.is_in("verdict"):
            self.questions.append("")
        if tag == "a":
            self.links.append([attributes["href"], ""])
        if tag == "li" and self.is_in("verdict"):
            self.points.append([attributes.get("class"), ""])
        if tag == "figure":
            self.figures[attributes["id"]] = {"svg": None, "caption": "", "words": {}}
        if tag == "svg":
            self.current_figure()["svg"] = attributes
        if tag == "table" and "id" in attributes:
            self.tables[attributes["id"]] = []
        if tag == "tr" and self.current_table() is not None:
            self.current_table().append([])
        if tag in ("td", "th") and self.current_table():
            self.current_table()[-1].append([attributes.get("data-value"), ""])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        self.text += data
        if {"h1", "h2", "h3"} & set(tags):
            self.headings[-1][1] += data
        if "a" in tags:
            self.links[-1][1] += data
        if "li" in tags and self.is_in("verdict"):
            self.points[-1][1] += data
        if "h3" in tags and self.is_in("verdict"):
            self.questions[-1] += data
        for tag, identifier in self.open:
            if identifier:
                self.texts[identifier] = self.texts.get(identifier, "") + data
        if "figcaption" in tags:
            self.current_figure()["caption"] += data
        if ("td" in tags or "th" in tags) and self.current_table():
            self.current_table()[-1][-1][1] += data

    def is_in(self, identifier):
        return identifier in [i for _, i in self.open]

    def current_figure(self):
        return self.figures[[i for tag, i in self.open if tag == "figure"][-1]]

    def current_table(self):
        open_tables = [i for tag, i in self.open if tag == "table"]
        return self.tables.get(open_tables[-1]) if open_tables else None


class ReadingTest(CommandTest):
    """What every report must hold."""

    def report(self, name, absent=OF_NOISE):
        """Runs, reports and checks what holds for every report; `absent`: figures it has not."""
        make(name, self)
        said = self.succeed(f"report {name}.h5")
        self.assertEqual(said, f"{name}-report/report.html\n")
        page = self.read_report(f"{name}-report", absent)
        self.check_verdict(page, f"{name}.h5")
        return page

    def read_report(self, folder, absent=OF_NOISE):
        folder = Path(self.folder, folder)
        text = (folder / "report.html").read_text(encoding="utf-8")
        page = Page(text)
        self.check_figures(folder, page, absent)
        self.check_closed_in_itself(text, page)
        self.check_sections(page)
        return page

    def check_sections(self, page):
        """A heading for the page, then for the verdict's questions, then for each section, each
        with its link."""
        headings = [heading for tag, heading in page.headings if tag == "h2"]
        self.assertEqual([tag for tag, _ in page.headings].count("h1"), 1)
        self.assertEqual(page.headings[0][0], "h1")
        self.assertEqual(headings, [name for name in SECTIONS if name in headings])
        self.assertEqual([text for _, text in page.links], ["Verdict"] + headings)
        self.assertEqual(page.links[0][0], "#verdict")
        before = page.identifiers[:page.identifiers.index("verdict")]
        self.assertEqual(before, [], "the verdict comes first")

    def check_verdict(self, page, file):
        """The verdict says what the summary finds, in its order, and marks what warns."""
        found = json.loads(self.succeed(["summary", file, "--format", "json"]))["findings"]
        asked = page.questions
        self.assertEqual(asked, [question for question in QUESTIONS if question in asked])
        said = [(kind, " ".join(text.split())) for kind, text in page.points]
        alone = [finding for finding in found if sum(
            other["kind"] == finding["kind"] and other["method"] == finding["method"]
            for other in found) == 1]
        for finding in alone:
            kind = "caution" if finding["level"] == "caution" else None
            self.assertIn((kind, " ".join(finding["text"].split())), said)

    def check_figures(self, folder, page, absent):
        there = [name for name in FIGURES if name not in absent]
        self.assertEqual(list(page.figures), ["figure-" + name for name in there])
        drawn = [name for name in there if page.figures["figure-" + name]["svg"]]
        self.assertEqual(listing(folder), sorted(["figures", "report.html"] +
                                                 [f"figures/{name}.svg" for name in drawn]))
        for name in there:
            figure = page.figures["figure-" + name]
            self.assertTrue(figure["caption"].strip(), f"{name}: neither caption nor reason")
            if not figure["svg"]:
                continue
            root = ElementTree.parse(folder / "figures" / f"{name}.svg").getroot()
            self.assertEqual(root.tag, SVG + "svg")
            words = [root.find(SVG + tag).text for tag in ("title", "desc")]
            self.assertTrue(all(words), f"{name}: no text alternative")
            self.assertGreater(len(words[1]), 40)
            self.assertEqual(figure["svg"]["role"], "img")
            labels = figure["svg"]["aria-labelledby"].split()
            self.assertEqual([page.texts[label] for label in labels], words)
            self.assertTrue(root.findall(f".//{SVG}path") or root.findall(f".//{SVG}polygon"))
            inside = "".join(root.itertext())
            self.assertNotIn("gnuplot", inside.lower().replace("gnuplot_canvas", ""))

    def check_closed_in_itself(self, text, page):
        self.assertEqual(len(page.identifiers), len(set(page.identifiers)), "an id stands twice")
        for tag, attributes in page.elements:
            for key, value in attributes.items():
                value = value or ""
                if key in ("src", "href", "xlink:href", "action", "poster", "data", "srcset"):
                    self.assertRegex(value, r"^(#|data:)", f"<{tag} {key}={value}>")
                if key == "href" and value.startswith("#"):
                    self.assertIn(value[1:], page.identifiers)
                self.assertFalse(key.startswith("on"), f"<{tag} {key}>")
                self.assertNotIn("url(", value)
                self.assertNotIn("http", value if key != "content" else "")
        for block in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.S):
            self.assertNotRegex(block, r"url\(|@import|https?:|fetch\(|import\(")

    def check_table(self, page, name):
        """The table of features holds the numbers of `summary --format csv`."""
        rows = list(csv.DictReader(io.StringIO(self.succeed(f"summary {name}.h5 --format csv"))))
        lead = [row for row in rows if row["method"] == rows[0]["method"]]
        others = {(row["method"], row["feature"]): row for row in rows}
        heads = [head[1] for head in page.tables["features-table"][0]]
        cells = {row[0][1]: dict(zip(heads, row)) for row in page.tables["features-table"][1:]}
        self.assertEqual(len(cells), len(lead))
        wanted = {"%": "frequency", "from %": "frequency_low", "to %": "frequency_high",
                  "mean rank": "mean_rank", "mean importance": "mean_importance"}
        for row in lead:
            found = cells[row["feature"]]
            for head, column in wanted.items():
                self.assertEqual(found[head][0], row[column], (row["feature"], head))
            for head in heads:
                if (head, row["feature"]) in others and head != row["method"]:
                    self.assertEqual(found[head][0],
                                     others[head, row["feature"]]["frequency"])
        places = [float(row[2][0] or -1) for row in page.tables["features-table"][1:]]
        self.assertEqual(places, sorted(places, reverse=True))
        self.check_main_table(page, name, lead)
        self.check_side_by_side(page, lead)
        return lead

    def check_main_table(self, page, name, lead):
        """Each feature under its group: by itself, in predictions, beyond the others."""
        classes = json.loads(self.succeed(f"summary {name}.h5 --format json"))["dataset"]["class_names"]
        heads = [head[1] for head in page.tables["main-table"][0]]
        rows = {row[0][1]: dict(zip(heads, (cell[1] for cell in row)))
                for row in page.tables["main-table"][1:]}
        members = collections.Counter(row["group_name"] for row in lead)
        groups = [size for size in members.values() if size > 1]
        self.assertEqual(len(page.tables["main-table"]) - 1, len(lead) + len(groups))
        for row in lead:
            is_member = members[row["group_name"]] > 1
            found = rows[("\xa0" * 4 if is_member else "") + row["feature"]]
            self.assert_shown(found["predictions: %"], row["frequency"], 100, 0.05)
            if "by itself: AUC" in found:  # not so where the run is not complete
                effect = row["univariate_effect"]
                auc = str(max(float(effect), 1 - float(effect))) if effect else ""
                self.assert_shown(found["by itself: AUC"], auc, 1, 0.005)
            if found.get("beyond q"):
                self.assert_shown(found["beyond q"].replace("<", ""), adds_q(row, is_member), 1, 0.0005)
            if not row["univariate_effect"] or float(row["univariate_effect"]) == 0.5:
                continue
            effect, of_class = float(row["univariate_effect"]), int(row["univariate_class"])
            is_up = effect > 0.5 or of_class < 0
            said = classes[of_class if of_class >= 0 else effect > 0.5]
            mark, shown = found[heads[2]].split("\xa0", 1)
            self.assertEqual(mark, "\u25b2" if is_up else "\u25bc")
            if len(said) <= 9:  # longer ones are cut
                self.assertEqual(shown, said)

    def assert_shown(self, shown, value, unit, rounding):
        if value:
            self.assertAlmostEqual(float(shown), unit * float(value), delta=1.001 * rounding)
        else:
            self.assertIn(shown, ("-", "\u2013"))

    def check_side_by_side(self, page, lead):
        """It has the features that a network selects or a test finds, and says how many it has not."""
        figure = page.figures["figure-side-by-side"]
        members = collections.Counter(row["group_name"] for row in lead)
        worth = sum(float(row["frequency"] or 0) > 0 or is_found(row["univariate_q_value"]) or
                    is_found(adds_q(row, members[row["group_name"]] > 1)) for row in lead)
        if float(max(row["frequency"] for row in lead) or 0) == 0:
            return
        found = re.search(r"Left out: ([0-9,]+) features?", figure["caption"])
        left_out = int(found[1].replace(",", "")) if found else 0
        of_groups = len(lead) - left_out - worth  # heads of groups that are found
        self.assertTrue(0 <= of_groups <= sum(is_found(row["conditional_group_q_value"])
                                              for row in lead), figure["caption"])


class ReportTest(ReadingTest):
    """Reports of experiments of all kinds."""

    def test_a_first_look(self):
        page = self.report("quick")
        lead = self.check_table(page, "quick")
        top = max(lead, key=lambda row: float(row["frequency"]))
        self.assertIn("The networks predict", page.texts["verdict"])
        self.assertIn(top["feature"], page.texts["verdict"])
        alternative = page.texts["frequency-description"]
        self.assertIn(f"{top['feature']} {100 * float(top['frequency']):.1f}%", alternative)
        self.assertIn("16.7%", alternative)  # chance, 5 of 30
        self.assertIn("dashed", page.figures["figure-frequency"]["caption"])  # few seeds
        self.assertEqual([row[0][1] for row in page.tables["health-table"][1:]],
                         ["8", "30", "all"])
        self.assertNotIn("Compared with noise", [heading for _, heading in page.headings])
        self.assertIn("higher in malignant", page.texts["side-by-side-description"])
        self.assertIn(("span", "higher in"), [(tag, attributes.get("aria-label"))
                                              for tag, attributes in page.elements])
        drawn = self.drawn("quick", "side-by-side")
        self.assertLessEqual({"by itself", "in predictions", "beyond the others", "worst radius",
                              "mean radius group (6)", "not tested"}, drawn)
        self.assertNotIn("texture error", drawn)  # nobody selects it, no test finds it

    def test_the_loss_of_test_rows_and_of_a_constant_guess(self):
        page = self.report("quick")
        rows = list(csv.DictReader(io.StringIO(self.succeed("export quick.h5 replicas"))))
        said = page.figures["figure-loss"]["caption"]
        shown = [float(number) for number in re.search(
            r"training loss is ([0-9.]+) and the mean test loss ([0-9.]+); .* gives ([0-9.]+)\.",
            said).groups()]
        means = [sum(float(row[column]) for row in rows) / len(rows)
                 for column in ("train_loss", "test_loss")]
        shares = [212 / 569, 357 / 569]  # malignant, benign
        entropy = -sum(share * math.log(share) for share in shares)
        for number, wanted in zip(shown, means + [entropy]):
            self.assertAlmostEqual(number / wanted, 1, delta=0.05)
        self.assertIn("a constant guess", self.drawn("quick", "loss"))

    def test_early_stopping_ends_the_curves(self):
        page = self.report("early")
        for figure in "loss", "accuracy":
            self.assertIn("A line ends where", page.figures["figure-" + figure]["caption"])
        self.assertIn("upright dotted lines", page.figures["figure-loss"]["caption"])
        self.assertNotIn("2000", self.drawn("early", "loss"))  # all have stopped long before

    def test_a_paragraph_for_a_methods_section(self):
        for name, wanted, unwanted in (
                ("quick", ("trained 30 networks", "569 samples, 30 features, 2 classes",
                           "hidden sizes 8 and 30", "random 50% of each class", "in 60 steps on all",
                           "measured by permutation (after Breiman 2001)",
                           "(Owen 2007; 2,000 draws)", "999 draws", "Nadeau and Bengio (2003)"),
                 ("Barber", "Westfall", "Shah", "Early stopping", "PyTorch")),
                ("noise", ("19 permutations of the labels", "In 4 draws", "Barber and Cand\u00e8s (2015)",
                           "Westfall and Young (1993)", "Phipson"), ("Nadeau", "Shah")),
                ("tutorial", ("those of PyTorch", "first half of each class", "not standardised",
                              "softmax was applied twice", "bootstrap over seeds (Owen"),
                 ("Barber", "Nadeau", "Early stopping")),
                ("early", ("at most 2,000 steps", "20% of the training rows were set aside",
                           "patience 10 steps", "Nadeau and Bengio (2003)"), ("Barber",))):
            with self.subTest(name):
                make(name, self)
                self.succeed(f"report {name}.h5")
                page = self.read_report(f"{name}-report", [] if name == "noise" else OF_NOISE)
                said = json.loads(self.succeed(f"summary {name}.h5 --format json"))["methods_text"]
                self.assertTrue(" ".join(page.text.split("To be copied.")[1].split()).count(
                    " ".join(said.split())) == 1, "the page says what JSON does")
                for text in wanted:
                    self.assertIn(text, said)
                for text in unwanted:
                    self.assertNotIn(text, said)
                named = set(re.findall(r"[A-Z]\w+(?:, \w+)*(?: and \w+)? \(?[12][0-9]{3}", said.split("Sources:")[0]))
                listed = said.split("Sources:")[1]
                for source in named:
                    self.assertIn(source.split()[0].strip(",").replace("'s", ""), listed, source)

    def test_the_tutorial(self):
        page = self.report("tutorial")
        self.check_table(page, "tutorial")
        self.assertIn("reads the index of a hidden unit", page.text)
        self.assertIn("dotted", page.figures["figure-frequency"]["caption"])  # one split
        self.assertIn("before and after", page.texts["input-weights-description"])

    def test_ten_classes(self):
        page = self.report("digits")
        self.check_table(page, "digits")
        self.assertIn("10 classes", page.texts["values-description"])

    def test_500_features_and_20_classes(self):
        page = self.report("wide")
        self.assertEqual(len(self.check_table(page, "wide")), 500)
        folded = [tag for tag, _ in page.elements].count("summary")
        self.assertEqual(folded, 5)  # both tables of features beside the three at the end
        self.assertIn("40 most frequent features of 500",
                      page.figures["figure-frequency"]["caption"])

    def test_four_features_one_replica(self):
        page = self.report("four", OF_NOISE + OF_METHODS)
        self.check_table(page, "four")
        self.assertNotIn("Methods", [heading for _, heading in page.headings])
        self.assertIn("one split", page.figures["figure-by-split"]["caption"])
        self.assertIn("Not defined", page.figures["figure-variance"]["caption"])

    def test_two_features_of_which_one_is_selected(self):
        """All that is drawn has one row."""
        noise = random.Random(3)
        rows = [f"{'rc'[i % 2]},{noise.gauss(3 * (i % 2), 1):.4f},{noise.gauss(0, 1):.4f}"
                for i in range(60)]
        write_files(self.folder, {"two.csv": "y,clear,noise\n" + "\n".join(rows) + "\n",
                                  "two.yaml": TWO})
        self.succeed("run two.yaml -q -o two.h5 --overwrite")
        self.assertEqual(self.succeed("report two.h5"), "two-report/report.html\n")
        self.assertEqual(len(self.drawn("two", "side-by-side") & {"clear", "noise"}), 1)

    def test_names_with_markup(self):
        page = self.report("markup")
        self.check_table(page, "markup")
        shown = [row[0][1] for row in page.tables["features-table"][1:]]
        self.assertEqual(sorted(shown), sorted(MARKUP))
        tags = {tag for tag, _ in page.elements}
        self.assertFalse(tags & {"b", "i", "em"}, "markup of a name has become markup")
        self.assertEqual([tag for tag, _ in page.elements].count("script"), 1)
        for name in MARKUP:
            if len(name) <= 26:  # longer ones are cut
                self.assertIn(name, self.drawn("markup", "frequency"))

    def drawn(self, experiment, figure):
        """The texts of a figure's file."""
        file = Path(self.folder, f"{experiment}-report/figures/{figure}.svg")
        return {text.text for text in ElementTree.parse(file).getroot().iter(SVG + "text")}

    def test_names_are_drawn_letter_by_letter(self):
        page = self.report("names")
        self.check_table(page, "names")
        for figure in ("frequency", "ranks", "by-hidden", "by-split", "variance", "methods",
                       "input-weights", "values"):
            with self.subTest(figure):
                self.assertEqual(set(NAMES) - self.drawn("names", figure), set())
                for name in NAMES:
                    self.assertIn(name, page.texts["figure-" + figure])
        for figure in "output-weights", "values":
            self.assertEqual(set(CLASSES) - self.drawn("names", figure), set())

    def test_null_tests(self):
        page = self.report("noise", [])
        rows = self.check_table(page, "noise")
        self.assertIn("p = 0.0", page.figures["figure-null-labels"]["caption"])
        column = [head[1] for head in page.tables["features-table"][0]].index("stands out")
        said = {row[0][1]: row[column][1] for row in page.tables["features-table"][1:]}
        found = json.loads(self.succeed("summary noise.h5 --format json"))["findings"]
        listed = {finding["features"][0] for finding in found if finding["kind"] == "stands_out"}
        self.assertEqual({name for name, word in said.items() if word == "yes"}, listed)
        self.assertEqual(len(said), len(rows))

    def test_nothing_but_diverged_replicas(self):
        page = self.report("diverged", OF_FREQUENCIES)
        self.assertIn("diverged", page.texts["verdict"])
        self.assertFalse(any(figure["svg"] for name, figure in page.figures.items()
                             if name != "figure-values"))

    def test_what_is_not_stored_is_not_drawn(self):
        page = self.report("bare")
        for name, reason in (("loss", "history_every"), ("values", "output.dataset")):
            self.assertIsNone(page.figures["figure-" + name]["svg"])
            self.assertIn(reason, page.figures["figure-" + name]["caption"])
        self.assertIn("initial_weights", page.figures["figure-input-weights"]["caption"])

    def test_ten_thousand_replicas(self):
        page = self.report("many")
        self.check_table(page, "many")
        self.assertLess(Path(self.folder, "many-report/report.html").stat().st_size, 4e6)


class UseTest(ReadingTest):
    """Command line, replacement, failures."""

    def setUp(self):
        super().setUp()
        make("four", self)

    def fails(self, command, exit_code, *texts, **options):
        before = listing(self.folder)
        outcome = holdfast(command, self.folder, **options)
        self.assertEqual(outcome.exit, exit_code, outcome.stderr)
        self.check_one_message(outcome.stderr)
        for text in texts:
            self.assertIn(text, outcome.stderr)
        self.assertEqual(listing(self.folder), before, "something was left behind")
        self.check_nothing_runs()

    def gnuplot(self, script):
        """A PATH whose gnuplot is a shell script."""
        write_files(self.folder, {"bin/gnuplot": "#!/bin/sh\n" + script})
        Path(self.folder, "bin/gnuplot").chmod(0o755)
        return {"PATH": f"{self.folder}/bin:/usr/bin:/bin"}

    def test_a_folder_of_ones_own_with_those_above_it(self):
        self.succeed("report four.h5 -o a/b/c/")
        self.read_report("a/b/c", OF_NOISE + OF_METHODS)

    def test_an_earlier_report_is_replaced(self):
        self.succeed("report four.h5 -o out")
        write_files(self.folder, {"out/figures/null-labels.svg": "old", "out/mine.txt": "mine",
                                  "out/report.html": "old"})
        self.succeed("report four.h5 -o out")
        self.assertEqual(Path(self.folder, "out/mine.txt").read_text(), "mine")
        Path(self.folder, "out/mine.txt").unlink()
        self.read_report("out", OF_NOISE + OF_METHODS)

    def test_a_replica_of_ones_choice(self):
        make("quick", self)
        self.succeed("report quick.h5 --replica 7 -o out")
        page = self.read_report("out")
        self.assertIn("Replica 7: seed 1, 8 hidden units, split 1",
                      page.figures["figure-input-weights"]["caption"])
        self.fails("report quick.h5 --replica 30", 64, "replica 30", "0 to 29")
        self.fails("report quick.h5 --replica x", 64, "--replica")
        make("diverged", self)
        self.fails("report diverged.h5 --replica 1", 64, "diverged")

    def test_gnuplot_is_missing(self):
        self.fails("report four.h5", 66, "gnuplot", "PATH", environment={"PATH": ""})
        self.fails("report four.h5", 66, "gnuplot", environment={"PATH": self.folder})

    def test_gnuplot_fails(self):
        for script, said in (("echo unknown terminal >&2; exit 1", "unknown terminal"),
                             ("exec cat >/dev/null", "gnuplot"), ("exit 0", "gnuplot"),
                             ("kill -9 $$", "gnuplot")):
            path = self.gnuplot(script)
            self.fails("report four.h5", 74, said, environment=path)

    def test_a_report_that_is_told_to_stop_leaves_nothing(self):
        before = listing(self.folder)
        variables = dict(os.environ, **self.gnuplot("touch drawing; exec sleep 60"))
        before = sorted(before + ["bin", "bin/gnuplot"])
        for number in signal.SIGTERM, signal.SIGINT:
            process = subprocess.Popen([HOLDFAST, "report", "four.h5", "-o", "new/out"],
                                       cwd=self.folder, env=variables, stderr=subprocess.PIPE,
                                       text=True)
            while process.poll() is None and not list(Path(self.folder).glob("new/out/.*/drawing")):
                time.sleep(0.01)
            time.sleep(0.2)
            process.send_signal(number)
            message = process.communicate(timeout=30)[1]
            self.assertEqual(process.returncode, 75, message)
            self.assertIn(number.name, message)
            self.check_one_message(message)
            self.assertEqual(set(listing(self.folder)) - {"new"}, set(before))

    def test_a_disk_that_is_full(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

        self.fails("report four.h5", 74, preexec_fn=limit)

    def test_places_that_cannot_be_written(self):
        write_files(self.folder, {"file": "", "taken/figures": "a file"})
        self.fails("report four.h5 -o file", 73, "file")
        self.fails("report four.h5 -o file/below", 73, "file")
        self.fails("report four.h5 -o taken", 73, "figures")
        self.fails("report four.h5 -o /proc/report", 73, "/proc/report")
        self.fails(["report", "four.h5", "-o", ""], 64, "-o")

    def test_what_is_no_results_file(self):
        write_files(self.folder, {"text.h5": "nothing"})
        self.fails("report text.h5", 65, "text.h5")
        self.fails("report none.h5", 66, "none.h5")
        self.fails("report", 64, "RESULTS.h5")

    def test_a_shard_has_no_statistics(self):
        self.succeed(f"{RUNS['quick']} -q --shard 1/2 -o half.h5")
        self.fails("report half.h5", 65, "merge")

    def test_an_unfinished_file_says_so(self):
        self.leave_unfinished("run many.yaml -q -o part.h5 --threads 1 --set"
                              " training.iterations=2000 --set output.history_every=0", "part.h5")
        self.succeed("report part.h5")
        page = self.read_report("part-report")
        self.assertEqual(page.points[0][0], "caution")
        self.assertRegex(page.points[0][1], r"^UNFINISHED: [0-9,]+ of 10,000 networks so far\.")
        self.check_table(page, "part")


if __name__ == "__main__":
    skips.main()
