using Minima.Tests.Reference;

namespace Minima.Tests.Matrix;

/// <summary>The entries and their losses, without what only a test runner needs: the measurement of float errors reads them too.</summary>
public static partial class Subjects
{
    internal static IReadOnlyList<LossEntry> Entries => GeneratedEntries.OfCore;

    internal static IReadOnlyList<LossEntry> Points { get; } = [.. Entries.Where(entry => entry.IsPoint)];

    /// <summary>An entry's losses.</summary>
    internal static IReadOnlyList<Loss> Of(string key)
    {
        var entry = Catalogue.Find(key);
        var losses = new List<Loss> { entry.CreateExample() };
        losses.AddRange(ReferenceTable.Of(key).Select(row => row.Create()));
        return [.. losses.DistinctBy(loss => loss.ToString(), StringComparer.Ordinal)];
    }
}

internal static class GeneratedEntries
{
    /// <summary>The entries whose type stands in the core's assembly.</summary>
    public static IReadOnlyList<LossEntry> OfCore { get; } = [.. Catalogue.All.Where(entry => entry.Type.Assembly == typeof(Loss).Assembly)];
}
