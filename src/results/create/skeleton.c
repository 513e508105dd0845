/* Groups, datasets, scales and attributes of a new file. */
#include "skeleton.h"

#include "holdfast/status_codes.h"
#include "results/store.h"
#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_ATTRIBUTE = 60000 }; /* object headers hold 64 KiB */

static bool describe(hid_t dataset, const char *units, const char *long_name)
{
    return hf_store_text_attribute(dataset, "units", units) &&
           hf_store_text_attribute(dataset, "long_name", long_name);
}

/* CF's flag attributes: what the values 0, 1 ... mean. */
static bool describe_flags(hid_t dataset, const char *meanings)
{
    uint8_t values[8];
    int64_t count = 0;
    if (!meanings)
        return true;
    for (const char *at = meanings; at; at = strchr(at + 1, ' ')) {
        values[count] = (uint8_t)count;
        count++;
    }
    return hf_store_attribute(dataset, "flag_values", HF_TYPE_U8, values, count) &&
           hf_store_text_attribute(dataset, "flag_meanings", meanings);
}

static const char *names_of(const hf_labels *labels, hf_axis axis)
{
    const char *names = axis == HF_AXIS_FEATURE         ? labels->feature_names
                        : axis == HF_AXIS_CLASS         ? labels->class_names
                        : axis == HF_AXIS_METHOD        ? labels->method_names
                        : axis == HF_AXIS_FEATURE_GROUP ? labels->group_names
                        : axis == HF_AXIS_INPUT         ? labels->input_names
                                                        : NULL;
    return names && strlen(names) <= LONGEST_ATTRIBUTE ? names : NULL;
}

static bool write_scale(hid_t file, hf_array *array, const hf_shape *shape, const hf_labels *labels)
{
    const hf_axis axis = (hf_axis)array->table_row;
    const char *names = names_of(labels, axis);
    hid_t dataset = hf_store_array(file, array);
    bool done = dataset >= 0 &&
                describe(dataset, hf_axis_table[axis].units, hf_axis_long_name(shape, axis)) &&
                (!names || hf_store_text_attribute(dataset, "names", names)) &&
                H5DSset_scale(dataset, array->path + 1) >= 0;
    hf_store_close(dataset);
    return done;
}

/* The back reference that attaching leaves on a scale is a compound, which PyTables cannot read;
 * taken off each time it also never outgrows an attribute. */
static bool attach_scale(hid_t file, hid_t dataset, unsigned dimension, const char *scale_path)
{
    hid_t scale = H5Dopen2(file, scale_path, H5P_DEFAULT);
    bool done = scale >= 0 && H5DSattach_scale(dataset, scale, dimension) >= 0 &&
                H5Adelete(scale, "REFERENCE_LIST") >= 0;
    hf_store_close(scale);
    return done;
}

static bool write_field(hid_t file, hf_array *array, const hf_shape *shape)
{
    const hf_field_row *row = &hf_field_table[array->table_row];
    char scale[HF_PATH_BYTES];
    hid_t dataset = hf_store_array(file, array);
    bool done = dataset >= 0 && describe(dataset, row->units, row->long_name) &&
                describe_flags(dataset, row->flag_meanings);
    for (int i = 0; i < array->rank && done; i++) {
        const hf_field_row *axis = &hf_axis_table[hf_shape_axis(shape, row->axes[i])];
        hf_path_expand(shape, axis->path, axis->scope, array->variant, scale);
        done = attach_scale(file, dataset, (unsigned)i, scale);
    }
    hf_store_close(dataset);
    return done;
}

static bool write_text(hid_t file, hf_array *array)
{
    hid_t dataset = hf_store_array(file, array);
    bool done = dataset >= 0 && describe(dataset, "1", hf_text_table[array->table_row].long_name);
    hf_store_close(dataset);
    return done;
}

static bool label_group(hid_t file, const char *path, const char *const *labels, int count)
{
    hid_t group = H5Gopen2(file, path, H5P_DEFAULT);
    bool done = group >= 0;
    for (int i = 0; i < count && done; i++)
        done = hf_store_text_attribute(group, labels[2 * i], labels[2 * i + 1]);
    hf_store_close(group);
    return done;
}

/* NeXus: root -> default entry /significance -> default data, the first method's frequency. Its
 * readers look for the axis beside the signal, hence the link. */
static bool label_plots(hid_t file, const hf_shape *shape)
{
    char path[HF_PATH_BYTES], first[HF_PATH_BYTES], link[HF_PATH_BYTES + 16];
    const char *const data[] = {"NX_class", "NXdata", "signal", "frequency", "axes", "feature"};
    bool done = true;
    for (int64_t method = shape->size[HF_AXIS_METHOD] - 1; method >= 0 && done; method--) {
        hf_path_expand(shape, "/significance/{method}", HF_SCOPE_METHOD, method, path);
        snprintf(link, sizeof link, "%s/feature", path);
        done = label_group(file, path, data, 3) &&
               H5Lcreate_soft("/feature", file, link, H5P_DEFAULT, H5P_DEFAULT) >= 0;
    }
    hf_path_expand(shape, "{method}", HF_SCOPE_METHOD, 0, first);
    const char *const root[] = {"default", "significance"};
    const char *const entry[] = {"NX_class", "NXentry", "default", first};
    return done && label_group(file, "/", root, 1) && label_group(file, "/significance", entry, 2);
}

/* Why null tests that were asked for have no draws: known to a file before its configuration is. */
static bool label_null_tests(hid_t file, const hf_config *config)
{
    const char *labels = hf_arm_undefined(config, HF_ARM_LABELS);
    const char *probes = hf_arm_undefined(config, HF_ARM_PROBES);
    return (!*labels || hf_store_text_attribute(file, HF_UNDEFINED_LABELS, labels)) &&
           (!*probes || hf_store_text_attribute(file, HF_UNDEFINED_PROBES, probes));
}

static bool label_root(hid_t file, const hf_labels *labels, const hf_shape *shape)
{
    const int32_t format = shape->config->format > 0 ? shape->config->format : HF_FORMAT;
    const char *const root[] = {"NX_class",    "NXroot",    "title",
                                labels->title, "data_hash", labels->data_hash};
    return label_group(file, "/", root, 3) && label_null_tests(file, shape->config) &&
           hf_store_attribute(file, "holdfast_format", HF_TYPE_I32, &format, 0);
}

static bool label_shard(hid_t file, const hf_shard *shard)
{
    const int32_t number = (int32_t)shard->number, count = (int32_t)shard->count;
    return hf_store_attribute(file, HF_SHARD_NUMBER, HF_TYPE_I32, &number, 0) &&
           hf_store_attribute(file, HF_SHARD_COUNT, HF_TYPE_I32, &count, 0);
}

/* Returns the path at which HDF5 failed, NULL if it did not. */
static const char *write_all(hid_t file, const hf_labels *labels, hf_catalogue *catalogue)
{
    if (!label_root(file, labels, &catalogue->shape))
        return "/";
    for (int64_t i = 0; i < catalogue->scale_count; i++)
        if (!write_scale(file, &catalogue->arrays[i], &catalogue->shape, labels))
            return catalogue->arrays[i].path;
    for (int i = 0; i < HF_TEXTS; i++)
        if (hf_config_has(catalogue->shape.config, hf_text_table[i].since) &&
            !write_text(file, &catalogue->texts[i]))
            return catalogue->texts[i].path;
    for (int64_t i = catalogue->scale_count; i < catalogue->count; i++)
        if (!write_field(file, &catalogue->arrays[i], &catalogue->shape))
            return catalogue->arrays[i].path;
    const hf_shard *shard = &catalogue->shape.grid.shard;
    if (shard->count > 0) /* no statistics, so nothing to plot by default */
        return label_shard(file, shard) ? NULL : "/";
    return label_plots(file, &catalogue->shape) ? NULL : "/significance";
}

static hid_t create_file(const char *path)
{
    hid_t creation = H5Pcreate(H5P_FILE_CREATE), access = hf_store_access();
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG); /* nothing may keep it from being written */
    H5Pset_obj_track_times(creation, false);
    H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    H5Pclose(access);
    H5Pclose(creation);
    return file;
}

hf_status hf_skeleton_write(const char *path, const char *shown, const hf_labels *labels,
                            hf_catalogue *catalogue, hf_error *error)
{
    hf_store_start();
    hid_t file = create_file(path);
    if (file < 0)
        return hf_fail(error, HF_IO, "%s: HDF5 cannot make the file", shown);
    const char *failed = write_all(file, labels, catalogue);
    if (H5Fclose(file) < 0 && !failed)
        failed = "the file's end";
    if (failed)
        return hf_fail(error, HF_IO, "%s: HDF5 cannot write %s", shown, failed);
    return HF_OK;
}
