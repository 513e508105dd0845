/* CSV that is refused: the status, and the parts of the message that say what, where and what to
 * do. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <string.h>
#include <sys/stat.h>

typedef struct refusal {
    const char *what, *text;
    size_t length; /* of the text where it holds a NUL, else 0 */
    const char *target, *groups;
    hf_text_list features, exclude, classes;
    int missing;
    int64_t levels_most;
    hf_status status; /* 0: HF_BAD_DATA */
    const char *parts[6];
    const char *absent; /* what the message must not say; NULL: nothing */
} refusal;

static const refusal refusals[] = {
    {.what = "empty file", .text = "", .parts = {"table.csv", "empty"}},
    {.what = "blank lines alone", .text = "\n \r\n\n", .parts = {"table.csv", "empty"}},
    {.what = "mark alone", .text = "\xEF\xBB\xBF", .parts = {"empty"}},
    {.what = "header only", .text = "k,a,b\n", .parts = {"table.csv", "no data rows"}},
    {.what = "no header",
     .text = "1,5.1,3.5\n2,4.9,3\n",
     .parts = {"line 1", "only numbers", "header row"}},
    {.what = "short row",
     .text = "k,a,b\nx,1,2\ny,3\n",
     .parts = {"table.csv", "row 2 (line 3)", "2 cells", "3 columns"}},
    {.what = "long row",
     .text = "k,a,b\nx,1,2,3\ny,3,4\n",
     .parts = {"row 1 (line 2)", "4 cells", "quotes"}},
    {.what = "one cell", .text = "k,a\nx\n", .parts = {": 1 cell, but", "names 2 columns"}},
    {.what = "a ragged row is named before its cells",
     .text = "k,a,b\nx,oops,2,3\ny,1,2\n",
     .parts = {"row 1", "4 cells"}},
    {.what = "line of a row behind line breaks in quotes and blank lines",
     .text = "k,a,note\n\nx,1,\"two\r\nlines\"\r\n\ny,oops,z\n",
     .exclude = NAMES("note"),
     .parts = {"row 2 (line 6)", "column 'a'", "'oops'"}},
    {.what = "text",
     .text = "k,a,b\nx,1,2\ny,3,high\nx,5,4\n",
     .parts = {"row 2 (line 3)", "column 'b'", "'high'", "not a number", "data.exclude: [b]"}},
    {.what = "all columns with numbers and texts in one message",
     .text = "k,id,sex,a\nx,P1,f,1\ny,P2,m,2\nx,3,f,3\ny,P4,1,4\nx,P5,f,\"68,0\"\n",
     .parts =
         {"table.csv: numbers and texts in one column: column 'id' ('P1' in row 1 (line 2), but 3 "
          "in line 4), 'sex' ('f' in line 2, but 1 in line 5): correct the table; or, if 'P1' "
          "means that the value is missing, data.missing_values: [\"\", NA, N/A, NaN, \"null\", "
          "None, \"?\", \".\", P1]; or, if the numbers are codes, data.categorical: [id, sex]; or "
          "leave "
          "columns out with data.exclude: [id, sex]. Besides, decimals with a comma: column 'a' "
          "('68,0' in row 5 (line 6)): write decimals with a point, or say data.decimal: comma"}},
    {.what = "what is left out already stays left out",
     .text = "k,id,sex,a\nx,P1,f,1\ny,P2,1,2\nx,P2,m,2\n",
     .exclude = NAMES("id"),
     .parts = {"row 1 (line 2), column 'sex': 'f' is not a number, but 1 in row 2 (line 3) is one, "
               "as in 1 more cell of this column",
               "data.exclude: [id, sex]"}},
    {.what = "features that are listed",
     .text = "k,id,a\nx,P1,1\ny,2,2\n",
     .features = NAMES("id", "a"),
     .parts = {"column 'id'", "leave columns out of data.features"}},
    {.what = "names that YAML would misread",
     .text = "k,\"blood, sugar\",no\nx,low,u\ny,1,2\n",
     .parts = {"data.exclude: [\"blood, sugar\", \"no\"]",
               "data.categorical: [\"blood, sugar\", \"no\"]"}},
    {.what = "many columns with numbers and texts",
     .text = "k,a,b,c,d,e,f,g,h,i,j\nx,t,t,t,t,t,t,t,t,t,t\ny,1,1,1,1,1,1,1,1,1,1\n",
     .parts = {"'h' ('t' in line 2, but 1 in line 3) and 2 more:",
               "data.exclude: [a, b, c, d, e, f, g, h, i, j]"}},
    {.what = "a slip among numbers",
     .text = "k,a\nx,1\ny,1O\nx,3\ny,<5\n",
     .parts = {"row 2 (line 3), column 'a': '1O' is not a number, but 1 in row 1 (line 2) is one, "
               "as in 1 more cell of this column: correct the table",
               "None, \"?\", \".\", \"1O\"]", "data.categorical: [a]", "data.exclude: [a]"}},
    {.what = "a number among texts",
     .text = "k,a\nx,low\ny,high\nx,3\ny,low\n",
     .parts = {"row 1 (line 2), column 'a': 'low' is not a number, but 3 in row 3 (line 4)"}},
    {.what = "more levels than there may be",
     .text = "k,a,b\nx,p,1\ny,q,1\nx,r,2\ny,p,2\n",
     .levels_most = 2,
     .parts = {"column 'a': has more than 2 different texts ('p' in line 2 is the first)",
               "data.exclude: [a]", "data.levels_most"}},
    {.what = "texts all different, but listed",
     .text = "k,a,b\nx,p,1\ny,q,1\nx,r,2\n",
     .features = NAMES("b", "a"),
     .levels_most = 2,
     .parts = {"column 'a': has more than 2 different texts"}},
    {.what = "nothing but texts all different",
     .text = "k,a\nx,p\ny,q\nx,r\n",
     .levels_most = 2,
     .parts = {"no feature columns are left: 'a' is nothing but different texts"}},
    {.what = "the first column is an identifier",
     .text = "id,age,diagnosis\nP1,20,ill\nP2,21,well\nP3,22,ill\nP4,2,well\nP5,1,ill\n",
     .parts = {"column 'id': is the first column", "looks like an identifier",
               "data.target: diagnosis"}},
    {.what = "row numbers as the first column",
     .text = "nr,age,sick\n1,20,1\n2,21,0\n3,22,1\n4,2,0\n5,1,1\n6,9,1\n",
     .parts = {"column 'nr': is the first column", "data.target: sick"}},
    {.what = "thousands",
     .text = "k,a,b\nx,\"1,234,567\",1\ny,2,\"-1,234.5\"\n",
     .parts = {"with separated thousands: column 'a' ('1,234,567' in row 1 (line 2)), 'b' "
               "('-1,234.5' in line 3): write numbers without separators of thousands"}},
    {.what = "a decimal comma behind thousands",
     .text = "k,a\nx,\"1.234,5\"\ny,2\n",
     .parts = {"write numbers without separators of thousands"}},
    {.what = "a column without any value",
     .text = "k,a,b,c\nx,1,,1\ny,2,NA,1\n",
     .parts = {"row 1 (line 2), column 'b': the value is missing, as in 1 more cell of this "
               "column: leave columns out with data.exclude: [b]"},
     .absent = "data.missing"},
    {.what = "a column without any value, whatever becomes of missing ones",
     .text = "k,a,b,c\nx,1,,1\ny,2,NA,\n",
     .missing = HF_MISSING_MEAN,
     .parts = {"column 'b': the value is missing", "data.exclude: [b]"}},
    {.what = "a column without any value, where rows are left out",
     .text = "k,a,b,c\nx,1,,1\ny,2,NA,\n",
     .missing = HF_MISSING_DROP,
     .parts = {"column 'b': the value is missing", "data.exclude: [b]"}},
    {.what = "columns without any value and one with some",
     .text = "k,a,b,c\nx,,,1\ny,2,NA,1\nx,3,,\n",
     .exclude = NAMES("c"),
     .parts = {"'b' (3 cells, first in line 2): where there is no value at all, leave columns out "
               "with data.exclude: [c, b]"}},
    {.what = "a cell that is not UTF-8",
     .text = "k,a\nx,gr\xf6\xdf"
             "e\ny,2\n",
     .parts = {"row 1 (line 2), column 'a': the cell is not UTF-8 (bytes F6 DF): convert the file, "
               "with iconv -f WINDOWS-1252 -t UTF-8 /tmp/",
               "table.csv > /tmp/", "table-utf8.csv if it is Latin-1 or from Windows"}},
    {.what = "texts before what is missing, both told",
     .text = "k,id,a,b\nx,P1,,1\ny,2,2,\nx,P3,,NA\n",
     .parts =
         {"table.csv: row 1 (line 2), column 'id': 'P1' is not a number, but 2 in row 2 (line 3) "
          "is one, as in 1 more cell of this column",
          "[id]. Besides, missing: column 'a' (2 cells, first in row 1 (line 2)), 'b' (2 cells, "
          "first in line 3): 'data.missing: drop' leaves out 3 of 3 rows, 'data.missing: mean' "
          "fills in"}},
    {.what = "missing labels and values",
     .text = "k,a\nx,1\n,2\ny,\n",
     .parts = {"missing: the class label 'k' (1 cell, first in row 2 (line 3)), 'a' (1 cell, "
               "first in line 4): 'data.missing: drop' leaves out 2 of 3 rows"}},
    {.what = "text in the last row, without a line end",
     .text = "k,a,b\nx,1,2\ny,3,high",
     .parts = {"row 2 (line 3)", "column 'b'", "'high'", "not a number"}},
    {.what = "two numbers", .text = "k,a\nx,1 2\ny,3\n", .parts = {"'1 2'", "not a number"}},
    {.what = "sign alone", .text = "k,a\nx,-\ny,3\n", .parts = {"'-'", "not a number"}},
    {.what = "point alone", .text = "k,a\nx,..\ny,3\n", .parts = {"'..'", "not a number"}},
    {.what = "half an exponent", .text = "k,a\nx,1e\ny,3\n", .parts = {"'1e'", "not a number"}},
    {.what = "inf", .text = "k,a\nx,1\ny,inf\n", .parts = {"row 2", "'a'", "'inf'", "infinite"}},
    {.what = "-Infinity", .text = "k,a\nx,-Infinity\ny,1\n", .parts = {"row 1", "infinite"}},
    {.what = "too large", .text = "k,a\nx,1e309\ny,1\n", .parts = {"'1e309'", "too large"}},
    {.what = "hexadecimal", .text = "k,a\nx,0x1F\ny,1\n", .parts = {"'0x1F'", "hexadecimal"}},
    {.what = "hexadecimal float", .text = "k,a\nx,-0X1p3\ny,1\n", .parts = {"hexadecimal"}},
    {.what = "decimal comma", .text = "k,a\nx,\"1,5\"\ny,1\n", .parts = {"'1,5'", "point"}},
    {.what = "nan with a payload", .text = "k,a\nx,nan(1)\ny,1\n", .parts = {"not a number"}},
    {.what = "columns of one name",
     .text = "k,a,b,a\nx,1,2,3\n",
     .parts = {"line 1", "columns 2 and 4", "'a'"}},
    {.what = "column without a name", .text = "k,,b\nx,1,2\n", .parts = {"column 2", "no name"}},
    {.what = "last column without a name", .text = "k,a,\nx,1,2\n", .parts = {"column 3"}},
    {.what = "target not there",
     .text = "kind,a,b\nx,1,2\n",
     .target = "kimd",
     .parts = {"'kimd'", "data.target", "did you mean 'kind'?"}},
    {.what = "target nowhere near",
     .text = "kind,a,b\nx,1,2\n",
     .target = "diagnosis",
     .parts = {"'diagnosis'", "there are 'kind', 'a', 'b'"}},
    {.what = "feature not there",
     .text = "kind,radius,b\nx,1,2\n",
     .features = NAMES("b", "raduis"),
     .parts = {"'raduis'", "data.features", "did you mean 'radius'?"}},
    {.what = "excluded column not there",
     .text = "kind,radius,b\nx,1,2\n",
     .exclude = NAMES("Radius"),
     .parts = {"'Radius'", "data.exclude", "did you mean 'radius'?"}},
    {.what = "group column not there",
     .text = "kind,patient,b\nx,1,2\n",
     .groups = "patients",
     .parts = {"'patients'", "data.groups", "did you mean 'patient'?"}},
    {.what = "target among the features",
     .text = "kind,a\n1,2\n2,3\n",
     .features = NAMES("a", "kind"),
     .parts = {"'kind'", "class label", "data.features", "first column"}},
    {.what = "target excluded",
     .text = "id,kind,a\n1,x,2\n2,y,3\n",
     .exclude = NAMES("id"),
     .parts = {"'id'", "data.exclude", "data.target"}},
    {.what = "target and group in one",
     .text = "kind,a\nx,2\ny,3\n",
     .groups = "kind",
     .parts = {"'kind'", "class label", "data.groups"}},
    {.what = "feature twice",
     .text = "kind,a\nx,2\ny,3\n",
     .features = NAMES("a", "a"),
     .parts = {"data.features", "'a'", "twice"}},
    {.what = "no features", .text = "kind\nx\ny\n", .parts = {"no feature columns"}},
    {.what = "no features left",
     .text = "kind,a\nx,1\ny,2\n",
     .exclude = NAMES("a"),
     .parts = {"no feature columns", "data.exclude"}},
    {.what = "one class", .text = "kind,a\nx,1\nx,2\n", .parts = {"'kind'", "'x'", "two classes"}},
    {.what = "class given that no sample has",
     .text = "kind,a\nx,1\ny,2\n",
     .classes = NAMES("x", "z", "y"),
     .parts = {"'z'", "data.classes"}},
    {.what = "label not among the classes given",
     .text = "kind,a\nbenign,1\nmalignant,2\nbenin,3\n",
     .classes = NAMES("malignant", "benign"),
     .parts = {"row 3 (line 4)", "'kind'", "'benin'", "data.classes", "did you mean 'benign'?"}},
    {.what = "a short label is no slip of another",
     .text = "kind,a\nc0,1\nc1,2\nc2,3\n",
     .classes = NAMES("c0", "c1"),
     .parts = {"'c2' is not in data.classes; there are 'c0', 'c1'"}},
    {.what = "another number is no slip",
     .text = "kind,a\nclass_1,1\nclass_2,2\nclass_3,3\n",
     .classes = NAMES("class_1", "class_2"),
     .parts = {"'class_3' is not in data.classes; there are 'class_1', 'class_2'"}},
    {.what = "a slip beside a number",
     .text = "kind,a\ncalss_2,1\nclass_1,2\n",
     .classes = NAMES("class_1", "class_2"),
     .parts = {"did you mean 'class_2'?"}},
    {.what = "class given twice",
     .text = "kind,a\nx,1\ny,2\n",
     .classes = NAMES("x", "y", "x"),
     .status = HF_BAD_CONFIG,
     .parts = {"data.classes", "'x'", "twice"}},
    {.what = "missing value",
     .text = "kind,a\nx,1\ny,\n",
     .parts = {"row 2 (line 3)", "'a'", "missing", "data.missing: drop", "data.missing: mean"}},
    {.what = "NA", .text = "kind,a\nx,NA\ny,2\n", .parts = {"row 1 (line 2)", "'a'", "missing"}},
    {.what = "missing label",
     .text = "kind,a\nx,1\n ,2\ny,3\n",
     .parts = {"row 2 (line 3)", "'kind'", "class label is missing", "data.missing: drop"}},
    {.what = "missing label, with mean",
     .text = "kind,a\nx,1\nNA,2\ny,3\n",
     .missing = HF_MISSING_MEAN,
     .parts = {"row 2 (line 3)", "class label is missing"}},
    {.what = "missing group, with mean",
     .text = "kind,a,g\nx,1,1\ny,2,nan\n",
     .groups = "g",
     .missing = HF_MISSING_MEAN,
     .parts = {"row 2 (line 3)", "'g'", "group is missing"}},
    {.what = "all rows dropped",
     .text = "kind,a,b\nx,,1\ny,2,NA\n",
     .missing = HF_MISSING_DROP,
     .parts = {"no rows are left", "2"}},
    {.what = "one class left",
     .text = "kind,a\nx,1\nx,2\ny,NA\n",
     .missing = HF_MISSING_DROP,
     .parts = {"'x'", "two classes"}},
    {.what = "bars",
     .text = "kind|a\nx|1\n",
     .parts = {"line 1: looks separated by '|': separate the cells by tabs, semicolons or commas"}},
    {.what = "NUL byte",
     .text = "kind,a\nx,1\ny,\0002\n",
     .length = 17,
     .parts = {"line 3", "NUL"}},
    {.what = "UTF-16 without its mark",
     .text = "k\0,\0a\0\n\0",
     .length = 8,
     .parts = {"NUL", "UTF-16"}},
    {.what = "UTF-16 cut short",
     .text = "\xFF\xFEk\0,\0a\0\n\0x\0,\0001\0\n",
     .length = 17,
     .parts = {"table.csv: begins as UTF-16 does", "is the file complete?"}},
    {.what = "Latin-1 name",
     .text = "kind,gr\xF6\xDF"
             "e\nx,1\n",
     .parts = {"column 2", "UTF-8"}},
    {.what = "Latin-1 label",
     .text = "kind,a\nx,1\ngr\xFCn,2\n",
     .parts = {"row 2 (line 3)", "UTF-8"}},
    {.what = "quote within a cell",
     .text = "kind,a,b\nx,1,5\"\ny,2,3\n",
     .parts = {"line 2", "quote"}},
    {.what = "quote never closed",
     .text = "kind,a,b\nx,1,\"5\ny,2,3\n",
     .parts = {"line 2", "quote", "never closed"}},
};

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        const refusal *r = &refusals[i];
        hf_error error = {.status = HF_OK};
        hf_dataset dataset;
        size_t length = r->length > 0 ? r->length : strlen(r->text);
        hf_config config = data_test_config(data_test_write("table.csv", r->text, length));
        config.data.target = (char *)r->target;
        config.data.groups = (char *)r->groups;
        config.data.features = r->features;
        config.data.exclude = r->exclude;
        config.data.classes = r->classes;
        config.data.missing = r->missing;
        if (r->levels_most)
            config.data.levels_most = r->levels_most;
        hf_status status = hf_dataset_load(&config, &dataset, &error);
        data_test_check(r->what, status, &error, r->status ? r->status : HF_BAD_DATA, r->parts);
        assert_null(dataset.x);
        assert_int_equal(error.status, status);
        if (strchr(error.message, '\n'))
            fail_msg("%s: more than one line: %s", r->what, error.message);
        if (r->absent && strstr(error.message, r->absent))
            fail_msg("%s: '%s' in: %s", r->what, r->absent, error.message);
    }
}

static void a_file_that_cannot_be_opened_is_no_input(void **state)
{
    (void)state;
    hf_error error;
    hf_dataset dataset;
    hf_config config = data_test_config(data_test_path("nowhere.csv"));
    hf_status status = hf_dataset_load(&config, &dataset, &error);
    data_test_check("no file", status, &error, HF_NO_INPUT,
                    (const char *[]){"nowhere.csv", "No such file", NULL});
    data_test_write_text("patients.csv", "k,a\n");
    data_test_write_text("notes.md", "");
    config = data_test_config(data_test_path("Patient.csv"));
    config.places.origin = "study.yaml";
    config.places.at[1] = 7; /* data.source is the table's second key */
    status = hf_dataset_load(&config, &dataset, &error);
    data_test_check("a slip", status, &error, HF_NO_INPUT,
                    (const char *[]){"study.yaml:7: data.source: /tmp/", "looked for in the folder",
                                     "did you mean 'patients.csv'?", NULL});
    config = data_test_config(data_test_path("wine"));
    status = hf_dataset_load(&config, &dataset, &error);
    data_test_check("a built-in's name", status, &error, HF_NO_INPUT,
                    (const char *[]){"builtin:wine", NULL});
    config = data_test_config(data_test_path("."));
    status = hf_dataset_load(&config, &dataset, &error);
    data_test_check("a folder", status, &error, HF_NO_INPUT, (const char *[]){"folder", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(a_file_that_cannot_be_opened_is_no_input),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
