using System.Numerics;

namespace Minima.Tests.RowLosses;

/// <summary>The arrays of one call of the row engine; empty arrays are not asked for.</summary>
internal sealed class RowCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Prediction { get; set; } = [];

    public int[] Labels { get; set; } = [];

    public T[] Target { get; set; } = [];

    public int Classes { get; set; }

    public int Inner { get; set; } = 1;

    public T[] ClassWeights { get; set; } = [];

    public int? IgnoreIndex { get; set; }

    public T[] Weight { get; set; } = [];

    public bool[] Mask { get; set; } = [];

    public T[] Gradient { get; set; } = [];

    public T[] TargetGradient { get; set; } = [];

    public T[] Hessian { get; set; } = [];

    public T[] TargetHessian { get; set; } = [];

    public T[] Terms { get; set; } = [];

    public Reduction Reduction { get; set; } = Reduction.Sum;

    public WeightedMean WeightedMean { get; set; }

    public Curvature Curvature { get; set; }

    public int Threads { get; set; } = 1;

    public int Rows => Prediction.Length / Classes;

    public LossBatch<T> Batch() => new()
    {
        Prediction = Prediction,
        Labels = Labels,
        Target = Target,
        Classes = Classes,
        Inner = Inner,
        ClassWeights = ClassWeights,
        IgnoreIndex = IgnoreIndex,
        SampleWeight = Weight,
        Mask = Mask,
        Gradient = Gradient,
        TargetGradient = TargetGradient,
        Hessian = Hessian,
        TargetHessian = TargetHessian,
        Terms = Terms,
        Reduction = Reduction,
        WeightedMean = WeightedMean,
        Curvature = Curvature,
        Threads = Threads,
    };

    /// <summary>Runs a loss on the widest lanes of the machine.</summary>
    public LossResult Run(Loss loss) => this switch
    {
        RowCall<float> single => loss.Evaluate(single.Batch()),
        RowCall<double> wide => loss.Evaluate(wide.Batch()),
        _ => throw new NotSupportedException(typeof(T).Name),
    };

    /// <summary>The rows of this call at <paramref name="rows"/> (class axis last), with buffers of that size wherever this call has some.</summary>
    public RowCall<T> Pick(IReadOnlyList<int> rows) => new()
    {
        Prediction = TakeRows(Prediction, rows),
        Labels = Take(Labels, rows),
        Target = TakeRows(Target, rows),
        Classes = Classes,
        ClassWeights = ClassWeights,
        IgnoreIndex = IgnoreIndex,
        Weight = Take(Weight, rows),
        Mask = Take(Mask, rows),
        Gradient = new T[Gradient.Length == 0 ? 0 : rows.Count * Classes],
        TargetGradient = new T[TargetGradient.Length == 0 ? 0 : rows.Count * Classes],
        Hessian = new T[Hessian.Length == 0 ? 0 : rows.Count * Classes],
        Terms = new T[Terms.Length == 0 ? 0 : rows.Count],
        Reduction = Reduction,
        WeightedMean = WeightedMean,
        Curvature = Curvature,
        Threads = Threads,
    };

    /// <summary>This call with other arrays of the same contents.</summary>
    public RowCall<T> Copy() => Pick([.. Enumerable.Range(0, Rows)]);

    private T[] TakeRows(T[] from, IReadOnlyList<int> rows) => from.Length == 0 ? [] : [.. rows.SelectMany(r => from.AsSpan(r * Classes, Classes).ToArray())];

    private static TItem[] Take<TItem>(TItem[] from, IReadOnlyList<int> rows) => from.Length == 0 ? [] : [.. rows.Select(r => from[r])];
}
