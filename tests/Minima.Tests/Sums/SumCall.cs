using System.Numerics;

namespace Minima.Tests.Sums;

/// <summary>The arrays of one call of the engine of sums; empty arrays are not asked for.</summary>
internal sealed class SumCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Prediction { get; set; } = [];

    public T[] Target { get; set; } = [];

    public int Rows { get; set; } = 1;

    public int Classes { get; set; } = 1;

    public T[] Gradient { get; set; } = [];

    public T[] Hessian { get; set; } = [];

    public T[] Terms { get; set; } = [];

    public T[] Weight { get; set; } = [];

    public bool[] Mask { get; set; } = [];

    public Reduction Reduction { get; set; }

    public WeightedMean WeightedMean { get; set; }

    public Curvature Curvature { get; set; }

    public int Threads { get; set; } = 1;

    public LossBatch<T> Batch() => new()
    {
        Prediction = Prediction,
        Target = Target,
        Rows = Rows,
        Classes = Classes,
        Gradient = Gradient,
        Hessian = Hessian,
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
        SumCall<float> single => loss.Evaluate(single.Batch()),
        SumCall<double> wide => loss.Evaluate(wide.Batch()),
        _ => throw new NotSupportedException(typeof(T).Name),
    };

    /// <summary>This call with other arrays of the same contents.</summary>
    public SumCall<T> Copy()
    {
        var copy = (SumCall<T>)MemberwiseClone();
        copy.Prediction = [.. Prediction];
        copy.Gradient = new T[Gradient.Length];
        copy.Hessian = new T[Hessian.Length];
        copy.Terms = new T[Terms.Length];
        return copy;
    }
}
