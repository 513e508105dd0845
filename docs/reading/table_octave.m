% The same with GNU Octave. load reads all of the file; dimensions come reversed (Fortran's order):
% permute puts them back as [hidden unit, feature].
data = load(argv(){1});

method = "max_abs_weight";
table = data.significance.(method);
names = strsplit(data.dataset.feature_names, "\n");
[~, order] = sort(table.frequency(:), "descend");
for f = order(1:3)'
  printf("%s: %.4f (%.4f ... %.4f)\n", names{f}, table.frequency(f), table.frequency_low(f), ...
         table.frequency_high(f));
end

hidden = data.replicas.hidden(11 + 1);
row = find(data.(sprintf("replica_%04d", hidden)) == 11);
stored = data.weights.(sprintf("hidden_%04d", hidden)).input_weight;
input_weight = permute(stored(:, :, row), [2, 1]);
printf("W1 %d %d\n", size(input_weight));
printf("W1[0, 1] %.6f\n", input_weight(1, 2));

loss = mean(double(data.history.loss), 2);
printf("loss %.4f -> %.4f\n", loss(1), loss(end));
