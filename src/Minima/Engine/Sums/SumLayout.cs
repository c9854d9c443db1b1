namespace Minima;

/// <summary>How the elements of a batch fall into groups: an array [outer, groups, inner], of which a group is one position of the middle axis.</summary>
/// <param name="Outer">How many stretches a group has.</param>
/// <param name="Groups">How many groups there are.</param>
/// <param name="Inner">How long a stretch is.</param>
/// <param name="GroupsOfTerm">How many groups one term reads.</param>
/// <param name="Classes">How many classes the groups stand for.</param>
internal readonly record struct SumLayout(int Outer, int Groups, int Inner, int GroupsOfTerm, int Classes)
{
    public int Terms => Groups / Math.Max(GroupsOfTerm, 1);

    /// <summary>Elements of a group.</summary>
    public long Count => (long)Outer * Inner;

    /// <summary>The layout of an array whose sizes have been checked.</summary>
    public static SumLayout Of(SumGroups groups, bool overClasses, int elements, int rows, int classes) => groups switch
    {
        SumGroups.Batch => new(1, 1, elements, 1, 1),
        SumGroups.Rows => new(1, rows, elements / rows, 1, 1),
        SumGroups.Classes => new(1, rows * classes, elements / rows / classes, overClasses ? classes : 1, classes),
        _ => new(rows, classes, elements / rows / classes, overClasses ? classes : 1, classes),
    };

    /// <summary>The term that reads an element.</summary>
    public int TermOf(int element) => element / Inner % Groups / Math.Max(GroupsOfTerm, 1);

    /// <summary>Where a stretch of a group begins.</summary>
    public long Start(int group, int outer) => ((long)outer * Groups + group) * Inner;
}
