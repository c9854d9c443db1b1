using System.Numerics;

namespace Minima.Tests.Boxes;

/// <summary>The arrays of one call of the box engine; empty arrays are not asked for.</summary>
internal sealed class BoxCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Prediction { get; set; } = [];

    public T[] Target { get; set; } = [];

    public T[] Gradient { get; set; } = [];

    public T[] TargetGradient { get; set; } = [];

    public T[] Hessian { get; set; } = [];

    public T[] TargetHessian { get; set; } = [];

    public T[] Terms { get; set; } = [];

    public T[] Weight { get; set; } = [];

    public bool[] Mask { get; set; } = [];

    public Reduction Reduction { get; set; } = Reduction.Sum;

    public WeightedMean WeightedMean { get; set; }

    public Curvature Curvature { get; set; }

    public int Threads { get; set; } = 1;

    public int Count => Prediction.Length / 4;

    public LossBatch<T> Batch() => new()
    {
        Prediction = Prediction,
        Target = Target,
        Gradient = Gradient,
        TargetGradient = TargetGradient,
        Hessian = Hessian,
        TargetHessian = TargetHessian,
        Terms = Terms,
        SampleWeight = Weight,
        Mask = Mask,
        Reduction = Reduction,
        WeightedMean = WeightedMean,
        Curvature = Curvature,
        Threads = Threads,
    };

    /// <summary>Runs a loss on the widest lanes of the machine.</summary>
    public LossResult Run(Loss loss) => this switch
    {
        BoxCall<float> single => loss.Evaluate(single.Batch()),
        BoxCall<double> wide => loss.Evaluate(wide.Batch()),
        _ => throw new NotSupportedException(typeof(T).Name),
    };

    /// <summary>The boxes of this call at <paramref name="boxes"/>, with buffers of that size wherever this call has some.</summary>
    public BoxCall<T> Pick(IReadOnlyList<int> boxes) => new()
    {
        Prediction = Take4(Prediction, boxes),
        Target = Take4(Target, boxes),
        Gradient = new T[Gradient.Length == 0 ? 0 : 4 * boxes.Count],
        TargetGradient = new T[TargetGradient.Length == 0 ? 0 : 4 * boxes.Count],
        Hessian = new T[Hessian.Length == 0 ? 0 : 4 * boxes.Count],
        TargetHessian = new T[TargetHessian.Length == 0 ? 0 : 4 * boxes.Count],
        Terms = new T[Terms.Length == 0 ? 0 : boxes.Count],
        Weight = Weight.Length == 0 ? [] : [.. boxes.Select(b => Weight[b])],
        Mask = Mask.Length == 0 ? [] : [.. boxes.Select(b => Mask[b])],
        Reduction = Reduction,
        WeightedMean = WeightedMean,
        Curvature = Curvature,
        Threads = Threads,
    };

    /// <summary>This call with other arrays of the same contents.</summary>
    public BoxCall<T> Copy() => Pick([.. Enumerable.Range(0, Count)]);

    /// <summary>The arrays that the engine writes, by name.</summary>
    public IEnumerable<(string Name, T[] Values)> Outputs() =>
        [("term", Terms), ("gradient", Gradient), ("gradient of the target", TargetGradient), ("curvature", Hessian), ("curvature of the target", TargetHessian)];

    private static T[] Take4(T[] from, IReadOnlyList<int> boxes) => from.Length == 0 ? [] : [.. boxes.SelectMany(b => from.AsSpan(4 * b, 4).ToArray())];
}
