namespace Minima;

/// <summary>The groups of a batch: an array [outer, groups, inner], in which a group is one position of the middle axis.</summary>
/// <param name="Outer">The number of runs in a group.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="Inner">The length of a run.</param>
/// <param name="GroupsOfTerm">The number of groups that one term reads.</param>
/// <param name="Classes">The number of classes that the groups represent.</param>
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

    /// <summary>The start of a run of a group.</summary>
    public long Start(int group, int outer) => ((long)outer * Groups + group) * Inner;
}
