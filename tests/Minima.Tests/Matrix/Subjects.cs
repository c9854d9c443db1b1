using Xunit;

namespace Minima.Tests.Matrix;

/// <summary>What the laws are tried on: every entry of the catalogue, at its defaults and at every parameter setting of the reference rows.</summary>
public static partial class Subjects
{
    /// <summary>The keys of the core's point losses, for theories. (Other modules may be joined by other tests of this process.)</summary>
    public static TheoryData<string> Keys => Named(Points);

    /// <summary>The keys of the core's row losses.</summary>
    public static TheoryData<string> RowKeys => Named(Entries.Where(entry => entry.Row is not null));

    /// <summary>The keys of the core's losses of pairs of boxes.</summary>
    public static TheoryData<string> BoxKeys => Named(Entries.Where(entry => entry.Inputs[0].Kind == InputKind.Box));

    /// <summary>The keys of the core's losses of sums.</summary>
    public static TheoryData<string> SumKeys => Named(Entries.Where(entry => entry.Sums is not null));

    /// <summary>Keys that carry themselves as a trait: <c>-preEnumerateTheories -trait "loss=huber"</c> runs the laws of one loss.</summary>
    internal static TheoryData<string> Named(IEnumerable<LossEntry> entries)
    {
        var keys = new TheoryData<string>();
        foreach (var entry in entries) keys.Add(new TheoryDataRow<string>(entry.Key).WithTrait("loss", entry.Key));
        return keys;
    }
}
