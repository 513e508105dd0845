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
     .text = "k,a,b\nx,oops,2,3\n",
     .parts = {"row 1", "4 cells"}},
    {.what = "line of a row behind line breaks in quotes and blank lines",
     .text = "k,a,note\n\nx,1,\"two\r\nlines\"\r\n\ny,oops,z\n",
     .exclude = NAMES("note"),
     .parts = {"row 2 (line 6)", "column 'a'", "'oops'"}},
    {.what = "text",
     .text = "k,a,b\nx,1,2\ny,3,high\nx,5,4\n",
     .parts = {"row 2 (line 3)", "column 'b'", "'high'", "not a number", "data.exclude: [b]"}},
    {.what = "all columns with texts in one message",
     .text = "k,id,sex,a\nx,P1,f,1\ny,P2,m,2\nx,P3,f,3\ny,P4,m,4\nx,P5,f,\"68,0\"\n",
     .parts =
         {"table.csv: not numbers: column 'id' ('P1' in row 1 (line 2)), 'sex' ('f' in line 2):"
          " write numbers into the table (two values as 0 and 1, more of them as one 0/1 "
          "column each), or leave columns out with data.exclude: [id, sex]. Besides, decimals "
          "with a comma: column 'a' ('68,0' in row 5 (line 6)): write decimals with a point"}},
    {.what = "what is left out already stays left out",
     .text = "k,id,sex,a\nx,P1,f,1\ny,P2,m,2\n",
     .exclude = NAMES("id"),
     .parts = {"row 1 (line 2), column 'sex': 'f' is not a number, as in 1 more cell of this "
               "column",
               "data.exclude: [id, sex]"}},
    {.what = "features that are listed",
     .text = "k,id,a\nx,P1,1\ny,P2,2\n",
     .features = NAMES("id", "a"),
     .parts = {"column 'id'", "leave columns out of data.features"}},
    {.what = "names that YAML would misread",
     .text = "k,\"blood, sugar\",no\nx,low,u\ny,high,v\n",
     .parts = {"data.exclude: [\"blood, sugar\", \"no\"]"}},
    {.what = "many columns with texts",
     .text = "k,a,b,c,d,e,f,g,h,i,j\nx,t,t,t,t,t,t,t,t,t,t\ny,t,t,t,t,t,t,t,t,t,t\n",
     .parts = {"'h' ('t' in line 2) and 2 more:", "data.exclude: [a, b, c, d, e, f, g, h, i, j]"}},
    {.what = "a slip among numbers",
     .text = "k,a\nx,1\ny,2\nx,?\ny,4\n",
     .parts =
         {"row 3 (line 4), column 'a': '?' is not a number: correct the table (a missing value "
          "is an empty cell, NA or NaN), or leave columns out with data.exclude: [a]"}},
    {.what = "the label in another column",
     .text = "age,bmi,outcome\n61,20,ill\n45,21,well\n52,22,ill\n61,23,well\n70,24,ill\n",
     .target = "age",
     .parts = {"column 'outcome': 'ill' is not a number",
               "each); or is 'outcome' the class label (data.target is 'age')?"}},
    {.what = "the label not in the first column",
     .text =
         "id,bmi,sex,outcome\nP1,20,f,ill\nP2,21,m,well\nP3,22,f,ill\nP4,2,m,well\nP5,1,f,ill\n",
     .parts =
         {"or is 'sex' or 'outcome' the class label (data.target is 'id', the first column)?"}},
    {.what = "letters and signs are class labels",
     .text = "k,a\ne,f\np,g\ne,f\np,g\ne,f\n",
     .parts = {"column 'a': 'f' is not a number"},
     .absent = "or is 'a' the class label"},
    {.what = "signs are class labels",
     .text = "k,a\n+,f\n-,g\n+,f\n-,g\n-,f\n",
     .parts = {"column 'a': 'f' is not a number"},
     .absent = "or is 'a' the class label"},
    {.what = "codes written as decimals are class labels",
     .text = "k,a\n0.0,f\n1.0,g\n2.0,f\n0.0,g\n1.0,f\n2.0,f\n1.0,g\n",
     .parts = {"column 'a': 'f' is not a number"},
     .absent = "or is 'a' the class label"},
    {.what = "measurements are no class labels",
     .text = "k,a\n0.5,f\n7.5,g\n2.5,f\n0.5,g\n7.5,f\n2.5,f\n0.5,g\n",
     .parts = {"or is 'a' the class label"}},
    {.what = "thousands",
     .text = "k,a,b\nx,\"1,234,567\",1\ny,2,\"-1,234.5\"\n",
     .parts = {"with separated thousands: column 'a' ('1,234,567' in row 1 (line 2)), 'b' "
               "('-1,234.5' in line 3): write numbers without separators of thousands"}},
    {.what = "a decimal comma behind thousands",
     .text = "k,a\nx,\"1.234,5\"\ny,2\n",
     .parts = {"write decimals with a point"}},
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
     .parts = {"column 'a': 'gr?e' is not a number"}},
    {.what = "texts before what is missing, both told",
     .text = "k,id,a,b\nx,P1,,1\ny,P2,2,\nx,P3,,NA\n",
     .parts =
         {"table.csv: row 1 (line 2), column 'id': 'P1' is not a number, as in 2 more cells of "
          "this "
          "column",
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
    {.what = "point alone", .text = "k,a\nx,.\ny,3\n", .parts = {"'.'", "not a number"}},
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
    {.what = "column without a name", .text = ",a,b\nx,1,2\n", .parts = {"column 1", "no name"}},
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
    {.what = "semicolons",
     .text = "kind;\"a, in mm\";b\nx;1;2\n",
     .parts = {"line 1",
               "looks separated by ';': separate columns by commas and write decimals "
               "with a point; from R: write.csv(read.csv2('/tmp/",
               "table.csv'), '/tmp/", "table-comma.csv', row.names = FALSE)"}},
    {.what = "semicolons and quotes",
     .text = "\"kind\";\"a\"\n\"x\";\"1\"\n",
     .parts = {"looks separated by ';'"}},
    {.what = "tabs", .text = "kind\ta\nx\t1\n", .parts = {"line 1", "tabs", "read.delim("}},
    {.what = "NUL byte",
     .text = "kind,a\nx,1\ny,\0002\n",
     .length = 17,
     .parts = {"line 3", "NUL"}},
    {.what = "UTF-16", .text = "\xFF\xFEk\0,\0a\0\n\0", .length = 10, .parts = {"NUL", "UTF-16"}},
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
