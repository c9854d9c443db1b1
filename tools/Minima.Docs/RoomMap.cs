using System.Text;

namespace Minima.Docs;

/// <summary>The map of rooms in docs/architecture.md and docs/zh/architecture.md, written from src/rooms.txt: the arrows between assemblies, and a table of the rooms of each.</summary>
internal static class RoomMap
{
    private const string Start = "<!-- rooms: written by tools/Minima.Docs -->";
    private const string End = "<!-- rooms end -->";

    /// <summary>The document with its map as the file of rooms has it.</summary>
    /// <param name="document">The text of the document.</param>
    /// <param name="rooms">The lines of src/rooms.txt.</param>
    /// <param name="tongue">The language of the document.</param>
    /// <exception cref="FormatException">The document has no place for the map.</exception>
    public static string In(string document, IEnumerable<string> rooms, Tongue tongue)
    {
        var (start, end) = (document.IndexOf(Start, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start) throw new FormatException($"architecture.md has no '{Start}' ... '{End}'.");
        return document[..(start + Start.Length)] + "\n" + Written(Room.Read(rooms), tongue) + document[end..];
    }

    private static string Written(IReadOnlyList<Room> rooms, Tongue tongue)
    {
        var text = new StringBuilder("\n```mermaid\nflowchart RL\n");
        foreach (var (from, to) in rooms.SelectMany(room => room.Named.Select(named => (From: Assembly(room.Name), To: Assembly(named)))).Where(arrow => arrow.From != arrow.To).Distinct()) text.Append("  ").Append(from).Append(" --> ").Append(to).Append('\n');
        text.Append("```\n");
        foreach (var assembly in rooms.GroupBy(room => Assembly(room.Name), StringComparer.Ordinal))
        {
            text.Append("\n**").Append(assembly.Key).Append("**\n\n| ").Append(tongue.Say("room | what is in it | rooms that it names", "模块 | 内容 | 引用的模块")).Append(" |\n|---|---|---|\n");
            foreach (var room in assembly) text.Append("| ").Append(Short(room.Name)).Append(" | ").Append(tongue.Say(room.Sentence, room.Chinese)).Append(" | ").AppendJoin(", ", room.Named.Select(named => Assembly(named) == assembly.Key ? Short(named) : named)).Append(" |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Assembly(string room) => room.Split('/')[0];

    private static string Short(string room) => room[(room.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
