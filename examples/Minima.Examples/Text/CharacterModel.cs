using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;

namespace Minima.Examples.Text;

/// <summary>How a transformer is built and trained.</summary>
internal sealed record CharacterSetting
{
    public int Context { get; init; } = 96;

    public int Width { get; init; } = 96;

    public int Heads { get; init; } = 4;

    public int Blocks { get; init; } = 3;

    public double Dropout { get; init; } = 0.1;

    public int BatchSize { get; init; } = 16;

    /// <summary>From window to window of the training text.</summary>
    public int Stride { get; init; } = 32;

    public int Epochs { get; init; } = 8;

    public double LearningRate { get; init; } = 0.005;
}

/// <summary>A transformer that says, at each position, which character comes next.</summary>
internal sealed class CharacterModel
{
    private readonly CharacterSetting _setting;

    public CharacterModel(int symbols, CharacterSetting setting, RandomState random)
    {
        _setting = setting;
        Module = new Sequential(
        [
            new Embedding(symbols, setting.Width, random, standardDeviation: 0.05),
            new PositionalEmbedding(setting.Context, setting.Width, random, standardDeviation: 0.05),
            .. Enumerable.Range(0, setting.Blocks).Select(_ => new TransformerBlock(setting.Width, setting.Heads, random, isCausal: true, dropout: setting.Dropout)),
            new LayerNorm(setting.Width),
            new Linear(setting.Width, symbols, random, initializer: Initializer.LeCunNormal),
        ]);
    }

    public Sequential Module { get; }

    /// <summary>Trains on all windows of a text.</summary>
    public TrainingResult Fit(int[] text, ulong seed, IReadOnlyList<TrainingCallback> callbacks)
    {
        using var windows = new DataLoader(Windows(text, _setting.Context, _setting.Stride), new() { BatchSize = _setting.BatchSize, Seed = seed, DropsLast = true });
        var steps = _setting.Epochs * windows.BatchesPerEpoch;
        var warmUp = Math.Max(1, steps / 20);
        var trainer = new Trainer(Module, new Objective(Loss.Create("cross_entropy")), new AdamW(Module.Parameters, _setting.LearningRate, weightDecay: 0.1))
        {
            Epochs = _setting.Epochs,
            Schedule = new SequenceSchedule((new WarmUpSchedule(warmUp), warmUp), (new CosineSchedule(steps - warmUp, 0.02), steps - warmUp)),
            ClipNorm = 1,
            Callbacks = callbacks,
        };
        return trainer.Fit(windows);
    }

    /// <summary>Bits for each character of a text, each seen with at least half a context before it (but at the start of the text).</summary>
    public double BitsPerCharacter(int[] text)
    {
        var half = _setting.Context / 2;
        double nats = 0;
        Module.Train(training: false);
        using (Autograd.NoGradient())
        {
            for (var start = 0; start + 1 < text.Length; start += half)
            {
                using var step = StepScope.Begin();
                var length = Math.Min(_setting.Context, text.Length - 1 - start);
                var logits = Module.Forward(Tensor.Of(text.AsSpan(start, length), [1, length]));
                var terms = new CrossEntropy().Apply(logits, Tensor.Of(text.AsSpan(start + 1, length), [1, length]), new LossArguments { Reduction = Reduction.None }).ToArray();
                nats += terms.Skip(start == 0 ? 0 : half).Sum();
                if (start + length == text.Length - 1) break;
            }
        }

        Module.Train();
        return nats / Math.Log(2) / (text.Length - 1);
    }

    /// <summary>Text that goes on from a beginning; a temperature below 1 makes likely characters likelier.</summary>
    public int[] Continue(int[] beginning, int count, double temperature, RandomState random)
    {
        var text = new List<int>(beginning);
        Module.Train(training: false);
        using (Autograd.NoGradient())
        {
            for (var i = 0; i < count; i++)
            {
                using var step = StepScope.Begin();
                var seen = text.TakeLast(_setting.Context).ToArray();
                var last = Module.Forward(Tensor.Of(seen, [1, seen.Length])).Slice(1, seen.Length - 1, 1);
                text.Add(Draw((last / temperature).Softmax(^1).ToArray(), random));
            }
        }

        Module.Train();
        return [.. text];
    }

    private static int Draw(double[] probabilities, RandomState random)
    {
        var left = random.NextDouble();
        for (var i = 0; i < probabilities.Length; i++)
        {
            left -= probabilities[i];
            if (left < 0) return i;
        }

        return probabilities.Length - 1;
    }

    /// <summary>Each row is a window of the text, its target the same window one character later.</summary>
    private static ArrayData Windows(int[] text, int context, int stride)
    {
        var starts = Enumerable.Range(0, ((text.Length - 1 - context) / stride) + 1).Select(i => i * stride).ToArray();
        return new ArrayData(
            DataArray.Of("characters", [.. starts.SelectMany(start => text.Skip(start).Take(context))], [context]),
            DataArray.Of("next", [.. starts.SelectMany(start => text.Skip(start + 1).Take(context))], [context]));
    }
}
