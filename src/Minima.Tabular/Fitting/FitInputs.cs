namespace Minima.Tabular;

/// <summary>Further inputs of a loss that columns give, from words like variance=COLUMN.</summary>
internal static class FitInputs
{
    public static List<(int Index, string Name, string Column)> Parse(IReadOnlyList<string> words, LossEntry entry)
    {
        var inputs = new List<(int Index, string Name, string Column)>();
        string[] names = [.. entry.Inputs.Skip(2).Select(input => input.Name)];
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == word.Length - 1)
                throw new UsageException($"fit: --input is {DataException.Quote(word)}; NAME=COLUMN is expected, an input of the loss and the column that gives it.");
            var name = word[..equals].Trim();
            var index = Array.IndexOf(names, name);
            if (index < 0)
            {
                throw new UsageException(names.Length == 0
                    ? $"fit: --input {DataException.Quote(name)}: {entry.Key} has no further inputs; leave it out."
                    : $"fit: --input {DataException.Quote(name)}: {entry.Key} has no such input; it has {DataException.List(names)}.");
            }

            if (inputs.Exists(input => input.Name == name)) throw new UsageException($"fit: --input {DataException.Quote(name)} is given twice; give it once.");
            inputs.Add((index + 2, name, word[(equals + 1)..].Trim()));
        }

        // Nobody said what the further names of a text are: they are columns, never constants to learn.
        for (var index = 0; entry.IsText && entry.Task != LossTask.None && index < names.Length; index++)
        {
            if (!inputs.Exists(input => input.Name == names[index])) inputs.Add((index + 2, names[index], names[index]));
        }

        return inputs;
    }

    /// <summary>The values of a column, each in the input's domain.</summary>
    public static double[] Values((int Index, string Name, string Column) input, Dataset dataset, FitData data, Loss loss)
    {
        var values = data.Others[input.Column];
        var domain = loss.DomainOf(input.Index);
        var outside = Array.FindIndex(values, value => !domain.Contains(value));
        if (outside < 0) return values;
        throw DataException.Create(
            $"{dataset.Name}, line {dataset.Lines[data.Rows[outside]]}, column {DataException.Quote(input.Column)}",
            FormattableString.Invariant($"it is {values[outside]}"),
            $"the input {input.Name} must be {domain}",
            "Correct the value, or remove the row.");
    }
}
