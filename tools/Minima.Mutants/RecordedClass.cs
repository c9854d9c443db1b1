using System.Globalization;

namespace Minima.Mutants;

/// <summary>A class of tests, how long it took, and the mutants that would have made a difference in it.</summary>
internal sealed record RecordedClass(string Name, long Milliseconds, HashSet<int> Met)
{
    public static RecordedClass Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(words[0], long.Parse(words[1], CultureInfo.InvariantCulture), [.. words.Skip(2).Select(word => int.Parse(word, CultureInfo.InvariantCulture))]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Milliseconds} {string.Join(' ', Met.Order())}");
}
