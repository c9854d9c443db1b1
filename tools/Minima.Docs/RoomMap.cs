using System.Text;

namespace Minima.Docs;

/// <summary>The map of rooms in docs/architecture.md, written from src/rooms.txt: the arrows between assemblies, and a table of the rooms of each.</summary>
internal static class RoomMap
{
    private const string Start = "<!-- rooms: written by tools/Minima.Docs -->";
    private const string End = "<!-- rooms end -->";

    /// <summary>The document with its map as the file of rooms has it.</summary>
    /// <param name="document">The text of docs/architecture.md.</param>
    /// <param name="rooms">The lines of src/rooms.txt.</param>
    /// <exception cref="FormatException">The document has no place for the map.</exception>
    public static string In(string document, IEnumerable<string> rooms)
    {
        var (start, end) = (document.IndexOf(Start, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start) throw new FormatException($"docs/architecture.md has no '{Start}' ... '{End}'.");
        return document[..(start + Start.Length)] + "\n" + Written([.. rooms.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('|', StringSplitOptions.TrimEntries))]) + document[end..];
    }

    private static string Written(string[][] rooms)
    {
        var text = new StringBuilder("\n```mermaid\nflowchart RL\n");
        foreach (var (from, to) in rooms.SelectMany(room => Named(room).Select(named => (From: Assembly(room[0]), To: Assembly(named)))).Where(arrow => arrow.From != arrow.To).Distinct()) text.Append("  ").Append(from).Append(" --> ").Append(to).Append('\n');
        text.Append("```\n");
        foreach (var assembly in rooms.GroupBy(room => Assembly(room[0]), StringComparer.Ordinal))
        {
            text.Append("\n**").Append(assembly.Key).Append("**\n\n| room | what is in it | rooms that it names |\n|---|---|---|\n");
            foreach (var room in assembly) text.Append("| ").Append(Short(room[0])).Append(" | ").Append(room[1]).Append(" | ").AppendJoin(", ", Named(room).Select(named => Assembly(named) == assembly.Key ? Short(named) : named)).Append(" |\n");
        }

        return text.Append('\n').ToString();
    }

    private static IEnumerable<string> Named(string[] room) =>
        room[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(named => named.Contains('/', StringComparison.Ordinal) || named.StartsWith("Minima", StringComparison.Ordinal) ? named : $"{Assembly(room[0])}/{named}");

    private static string Assembly(string room) => room.Split('/')[0];

    private static string Short(string room) => room[(room.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
