using System.Globalization;

namespace Minima.Docs;

/// <summary>What a section of docs/lab.md says of one method beside the tuned baseline.</summary>
/// <param name="Place">The title of the table, or how the sentence begins.</param>
/// <param name="Method">As the tables name it.</param>
/// <param name="Said">Yes, no, or not significant.</param>
/// <param name="Direction">The sign of the difference that stands before it; 0 where none does.</param>
internal sealed record LabVerdict(string Place, string Method, string Said, int Direction)
{
    /// <summary>Better than the tuned baseline.</summary>
    public const string Yes = "yes";

    /// <summary>Worse.</summary>
    public const string No = "no";

    /// <summary>Chance alone explains the difference.</summary>
    public const string Luck = "not significant";

    /// <summary>Other seeds say the opposite: of what was better, that it is worse, or that the difference has the other sign.</summary>
    public bool IsRefutedBy(LabVerdict again) =>
        (Said, again.Said) is (Yes, No) or (No, Yes) || (Said != Luck && Direction * again.Direction < 0);
}

/// <summary>All verdicts of a section of docs/lab.md, in English: those of its tables, and those of its sentences.</summary>
internal static class LabVerdicts
{
    private const string Better = ". Better than the tuned baseline (";
    private const string Worse = ". Worse: ";
    private const string Luck = ". Not significant: ";
    private const string Tests = ". Paired t tests over ";
    private const string Nobody = "none";

    /// <exception cref="FormatException">A sentence names a method that no table of the section has.</exception>
    public static IReadOnlyList<LabVerdict> Of(string section)
    {
        var lines = section.Split('\n');
        var tables = lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells).ToArray();
        string[] names = [.. tables.Select(cells => cells[0]).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length)];
        var verdicts = new List<LabVerdict>();
        var title = string.Empty;
        foreach (var line in lines)
        {
            if (line.StartsWith("**", StringComparison.Ordinal)) title = line.Trim('*');
            if (line.StartsWith("| ", StringComparison.Ordinal) && Cells(line) is [var method, .., var difference, Yes or No or LabVerdict.Luck] cells) verdicts.Add(new(title, method, cells[^1], Sign(difference)));
            if (line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(Better, StringComparison.Ordinal)) verdicts.AddRange(Sentence(line[2..], names));
        }

        return verdicts;
    }

    private const string Yes = LabVerdict.Yes;
    private const string No = LabVerdict.No;

    private static string[] Cells(string row) => [.. row.Trim().Trim('|').Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|').Select(cell => cell.Replace('\u0001', '|').Trim())];

    /// <summary>"+0.1 ± 0.2", or "x 1.02 (0.9 - 1.1)", which is about 1.</summary>
    private static int Sign(string difference)
    {
        var words = difference.Split(' ');
        return words is ["x", var ratio, ..] ? Math.Sign(double.Parse(ratio, CultureInfo.InvariantCulture) - 1) : Math.Sign(double.Parse(words[0], CultureInfo.InvariantCulture));
    }

    private static IEnumerable<LabVerdict> Sentence(string line, string[] names)
    {
        var better = line.IndexOf(Better, StringComparison.Ordinal);
        var yes = line.IndexOf("): ", better + Better.Length, StringComparison.Ordinal) + "): ".Length;
        var no = line.IndexOf(Worse, yes, StringComparison.Ordinal);
        var luck = line.IndexOf(Luck, no, StringComparison.Ordinal);
        var end = line.IndexOf(Tests, luck, StringComparison.Ordinal);
        var place = line[..better];
        return
        [
            .. Listed(line[yes..no], names).Select(name => new LabVerdict(place, name, Yes, 0)),
            .. Listed(line[(no + Worse.Length)..luck], names).Select(name => new LabVerdict(place, name, No, 0)),
            .. Listed(line[(luck + Luck.Length)..end], names).Select(name => new LabVerdict(place, name, LabVerdict.Luck, 0)),
        ];
    }

    /// <summary>Names have commas of their own: the longest that fits is meant.</summary>
    private static IEnumerable<string> Listed(string list, string[] names)
    {
        while (list.Length > 0 && list != Nobody)
        {
            var name = names.FirstOrDefault(one => list.StartsWith(one, StringComparison.Ordinal) && (list.Length == one.Length || list[one.Length] is ' ' or ','))
                ?? throw new FormatException($"no table has a method that begins '{list}'.");
            yield return name;
            var next = Enumerable.Range(name.Length, list.Length - name.Length).FirstOrDefault(at => list.AsSpan(at).StartsWith(", ", StringComparison.Ordinal) && names.Any(one => list.AsSpan(at + 2).StartsWith(one, StringComparison.Ordinal)), list.Length - 2);
            list = list[(next + 2)..];
        }
    }
}
