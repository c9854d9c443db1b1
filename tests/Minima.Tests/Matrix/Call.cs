using System.Numerics;

namespace Minima.Tests.Matrix;

/// <summary>The arrays of one call of the engine; empty arrays are not asked for.</summary>
internal sealed class Call<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[][] Inputs { get; } = [[], [], [], []];

    public T[][] Gradients { get; } = [[], [], [], []];

    public T[][] Hessians { get; } = [[], [], [], []];

    public T[] Terms { get; set; } = [];

    public T[] Weight { get; set; } = [];

    public bool[] Mask { get; set; } = [];

    public Reduction Reduction { get; set; } = Reduction.Sum;

    public WeightedMean WeightedMean { get; set; }

    public Curvature Curvature { get; set; }

    public int Threads { get; set; } = 1;

    public int Count => Inputs[0].Length;

    public LossBatch<T> Batch()
    {
        var batch = new LossBatch<T>
        {
            Terms = Terms,
            SampleWeight = Weight,
            Mask = Mask,
            Reduction = Reduction,
            WeightedMean = WeightedMean,
            Curvature = Curvature,
            Threads = Threads,
        };
        for (var i = 0; i < 4; i++)
        {
            batch.SetInput(i, Inputs[i]);
            batch.SetGradient(i, Gradients[i]);
            batch.SetHessian(i, Hessians[i]);
        }

        return batch;
    }

    /// <summary>Runs a loss on the widest lanes of the machine.</summary>
    public LossResult Run(Loss loss) => this switch
    {
        Call<float> single => loss.Evaluate(single.Batch()),
        Call<double> wide => loss.Evaluate(wide.Batch()),
        _ => throw new NotSupportedException(typeof(T).Name),
    };

    /// <summary>The elements of this call at <paramref name="indices"/>, with buffers of that size wherever this call has some.</summary>
    public Call<T> Pick(IReadOnlyList<int> indices)
    {
        var call = new Call<T> { Reduction = Reduction, WeightedMean = WeightedMean, Curvature = Curvature, Threads = Threads };
        for (var i = 0; i < 4; i++)
        {
            call.Inputs[i] = Take(Inputs[i], indices);
            call.Gradients[i] = new T[Gradients[i].Length == 0 ? 0 : indices.Count];
            call.Hessians[i] = new T[Hessians[i].Length == 0 ? 0 : indices.Count];
        }

        call.Terms = new T[Terms.Length == 0 ? 0 : indices.Count];
        call.Weight = Take(Weight, indices);
        call.Mask = Take(Mask, indices);
        return call;
    }

    /// <summary>This call with other arrays of the same contents.</summary>
    public Call<T> Copy() => Pick([.. Enumerable.Range(0, Count)]);

    private static TItem[] Take<TItem>(TItem[] from, IReadOnlyList<int> indices) => from.Length == 0 ? [] : [.. indices.Select(i => from[i])];
}
