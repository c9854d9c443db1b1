namespace Minima.Training.Data;

/// <summary>The roles of the columns from the options; misspelt names are reported before the cells are read.</summary>
internal static class ColumnRoles
{
    public static void Check(string[] header, string file, CsvDataOptions options)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in options.Targets) Take(name, nameof(options.Target));
        foreach (var name in options.Ignore) Take(name, nameof(options.Ignore));
        if (options.Weight is { } weight) Take(weight, nameof(options.Weight));
        if (options.Group is { } group) Take(group, nameof(options.Group));
        if (options.Time is { } time) Take(time, nameof(options.Time));

        void Take(string name, string role)
        {
            name = header[CsvFile.Find(header, name, file, role)];
            if (roles.TryAdd(name, role)) return;
            throw DataException.Create(
                $"{role} {DataException.Quote(name)}",
                roles[name] == role ? "it is named twice" : $"the column is {roles[name]} already",
                "a column has one role: target, weight, group, time or left out",
                "Name another column.");
        }
    }
}
