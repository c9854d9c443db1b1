namespace Minima;

/// <summary>A name that another library gives to a loss, and how its default call differs from the loss of the catalogue.</summary>
/// <param name="Library">The library: <c>PyTorch (torch.nn)</c>.</param>
/// <param name="Name">The name there: <c>KLDivLoss</c>.</param>
/// <param name="Relation">The relation of the library's loss to the catalogue.</param>
/// <param name="Keys">The losses here; empty if there is none.</param>
/// <param name="Remark">The difference of the library's default call, or the reason why the loss is absent; empty if both compute the same numbers.</param>
/// <param name="ChineseRemark">The remark in Chinese.</param>
public sealed record LibraryName(string Library, string Name, LibraryRelation Relation, IReadOnlyList<string> Keys, string Remark, string ChineseRemark)
{
    /// <summary>In the table: the key of the remark for every name of a library.</summary>
    private const string Everything = "*";

    private static readonly Lazy<(LibraryName[] Names, Dictionary<string, LibraryName> Libraries)> Table = new(Read);

    /// <summary>All names, by library.</summary>
    public static IReadOnlyList<LibraryName> All => Table.Value.Names;

    /// <summary>The names that other libraries give to a loss.</summary>
    /// <exception cref="ArgumentNullException">The entry is null.</exception>
    public static IReadOnlyList<LibraryName> Of(LossEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsText ? [] : Array.FindAll(Table.Value.Names, name => name.Keys.Contains(entry.Key, StringComparer.Ordinal));
    }

    /// <summary>The remark for every name of a library, such as that it returns terms and not their mean; null if there is none.</summary>
    public static LibraryName? About(string library) => Table.Value.Libraries.GetValueOrDefault(library);

    /// <summary>The loss that <see cref="Catalogue.TryFind"/> finds by the name alone, if it is a different one; else null.</summary>
    public LossEntry? FoundInstead => Keys.Count > 0 && Catalogue.TryFind(Name) is { } found && !Keys.Contains(found.Key, StringComparer.Ordinal) ? found : null;

    private static (LibraryName[], Dictionary<string, LibraryName>) Read()
    {
        using var stream = typeof(LibraryName).Assembly.GetManifestResourceStream("Minima.libraries.tsv")!;
        using var reader = new StreamReader(stream);
        var names = new List<LibraryName>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var cells = line.Split('\t');
                names.Add(new(cells[0], cells[1], Enum.Parse<LibraryRelation>(cells[2], ignoreCase: true), cells[3].Split(',', StringSplitOptions.RemoveEmptyEntries), cells[4], cells[5]));
            }
        }

        return ([.. names.Where(name => name.Name != Everything)], names.Where(name => name.Name == Everything).ToDictionary(name => name.Library, StringComparer.Ordinal));
    }
}

/// <summary>The relation of a loss of another library to the catalogue.</summary>
public enum LibraryRelation
{
    /// <summary>The same function, except for differences in the remark.</summary>
    Same,

    /// <summary>Another function with the same purpose; the remark says how it differs.</summary>
    Related,

    /// <summary>Not in the catalogue; the remark says why.</summary>
    Absent,
}
