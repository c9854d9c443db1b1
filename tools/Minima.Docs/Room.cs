namespace Minima.Docs;

/// <summary>A line of src/rooms.txt.</summary>
/// <param name="Name">Project/folder.</param>
/// <param name="Sentence">What is in it.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Named">The rooms that it may name.</param>
internal sealed record Room(string Name, string Sentence, string Chinese, IReadOnlyList<string> Named)
{
    /// <summary>The rooms of the file, from the lowest to the topmost.</summary>
    /// <exception cref="FormatException">A line that is no room.</exception>
    public static IReadOnlyList<Room> Read(IEnumerable<string> lines) => [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(Parsed)];

    private static Room Parsed(string line)
    {
        if (line.Split('|', StringSplitOptions.TrimEntries) is not [var name, var sentence, var chinese, var named]) throw new FormatException($"src/rooms.txt: a line is 'room | sentence | Chinese | rooms', not '{line}'.");
        return new(name, sentence, chinese, [.. named.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(room => Full(room, name))]);
    }

    /// <summary>A room of the same project stands without the project's name.</summary>
    private static string Full(string room, string of) => room.Contains('/') || room.StartsWith("Minima", StringComparison.Ordinal) ? room : $"{of.Split('/')[0]}/{room}";
}
