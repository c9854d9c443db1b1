namespace Minima.Tabular;

/// <summary>Further inputs of a loss that come from columns.</summary>
internal static class FitInputs
{
    public static List<(int Index, string Name, string Column)> Parse(IReadOnlyDictionary<string, string> given, LossEntry entry, string command = "fit")
    {
        var inputs = new List<(int Index, string Name, string Column)>();
        string[] names = [.. entry.Inputs.Skip(2).Select(input => input.Name)];
        foreach (var (name, column) in given)
        {
            var index = Array.IndexOf(names, name);
            if (index < 0)
            {
                throw new UsageException(names.Length == 0
                    ? $"{command}: --input {DataException.Quote(name)}: {entry.Key} has no further inputs; leave it out."
                    : $"{command}: --input {DataException.Quote(name)}: {entry.Key} has no such input; it has {DataException.List(names)}.");
            }

            inputs.Add((index + 2, name, column));
        }

        // Further names in a text default to columns; they are never constants to learn.
        for (var index = 0; entry.IsText && entry.Task != LossTask.None && index < names.Length; index++)
        {
            if (!inputs.Exists(input => input.Name == names[index])) inputs.Add((index + 2, names[index], names[index]));
        }

        return inputs;
    }

    /// <summary>The option or the name that requests the column of an input. A name in a text may also be meant as a parameter.</summary>
    public static string Option(IReadOnlyDictionary<string, string> given, string name) => given.ContainsKey(name)
        ? $"--input {name}="
        : $"the loss's text has the name {DataException.Quote(name)}, which is no parameter (--param {name}=VALUE would make it one) and is read as the column";

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
