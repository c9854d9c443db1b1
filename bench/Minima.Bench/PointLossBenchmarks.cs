using BenchmarkDotNet.Attributes;

namespace Minima.Bench;

/// <summary>Every trainable point loss of the catalogue: value, value and gradient, curvature; float, one thread, in the second-level cache.</summary>
[MemoryDiagnoser]
public class PointLossBenchmarks
{
    private const int Count = 32 * 1024;
    private readonly float[] prediction = new float[Count];
    private readonly float[] target = new float[Count];
    private readonly float[] third = new float[Count];
    private readonly float[] output = new float[Count];
    private Loss loss = null!;
    private bool three;

    /// <summary>The losses by key.</summary>
    public static IEnumerable<string> Keys => Catalogue.All.Where(e => e.Task != LossTask.None && e.Inputs[0].Domain.IsReal).Select(e => e.Key);

    /// <summary>The loss measured.</summary>
    [ParamsSource(nameof(Keys))]
    public string Key { get; set; } = "";

    /// <summary>Inputs inside every domain.</summary>
    [GlobalSetup]
    public void Setup()
    {
        loss = Loss.Create(Key);
        three = loss.Entry.Inputs.Count(i => i.BoundTo is null) == 3;
        var labels = loss.DomainOf(1).IsLabel;
        for (var i = 0; i < Count; i++)
        {
            prediction[i] = (i * 7919L % 8001 / 1000f) - 4;
            target[i] = labels ? (i % 3 == 0 ? -1 : 1) : (1 + (i * 31L % 998)) / 1000f;
            third[i] = (100 + (i * 37 % 900)) / 1000f;
        }
    }

    [Benchmark]
    public double Value() => loss.Evaluate(Batch()).Value;

    [Benchmark]
    public double ValueAndGradient()
    {
        var batch = Batch();
        batch.Gradient = output;
        return loss.Evaluate(batch).Value;
    }

    [Benchmark]
    public double Hessian()
    {
        var batch = Batch();
        batch.Hessian = output;
        return loss.Evaluate(batch).Value;
    }

    private LossBatch<float> Batch()
    {
        var batch = new LossBatch<float> { Prediction = prediction, Target = target, Threads = 1 };
        if (three)
        {
            batch.Third.Values = third;
        }

        return batch;
    }
}
