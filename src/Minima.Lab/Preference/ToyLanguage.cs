using Minima.Training.Preference;

namespace Minima.Lab.Preference;

/// <summary>The common start of all methods of a seed: a reference model trained on texts, pairs of its answers, and held-out pairs.</summary>
internal sealed class ToyLanguage
{
    public const int Width = 48;
    public const int BatchSize = 64;

    private readonly int _seed;

    public ToyLanguage(LabRun run, int seed)
    {
        _seed = seed;
        World = new TokenWorld(seed);
        var random = new RandomState((ulong)seed).Fork("toy");
        Reference = Policy();
        Pretrain(World.Texts(run.Of(4096, 256), random.Fork("texts")), run.Of(800, 10), random.Fork("batches"));
        Exact = ExactPolicy.Of(Reference);
        Frontier = new Frontier(World, Exact);
        Pairs = PreferencePairs.Draw(World, Reference, run.Of(2048, 128), isNoisy: true, random.Fork("pairs"));
        HeldOut = PreferencePairs.Draw(World, Reference, run.Of(1000, 100), isNoisy: false, random.Fork("held out"));
    }

    public TokenWorld World { get; }

    public ContextModel Reference { get; }

    public ExactPolicy Exact { get; }

    public Frontier Frontier { get; }

    /// <summary>The training pairs, preferred with the noise of Bradley and Terry.</summary>
    public PreferencePairs Pairs { get; }

    /// <summary>The held-out pairs: the truly better answer is the chosen one.</summary>
    public PreferencePairs HeldOut { get; }

    /// <summary>The random state for a purpose.</summary>
    public RandomState Random(string purpose) => new RandomState((ulong)_seed).Fork(purpose);

    /// <summary>A policy with the weights of the reference.</summary>
    public ContextModel Copy()
    {
        var policy = Policy();
        policy.CopyWeightsFrom(Reference);
        return policy;
    }

    private ContextModel Policy() => new(TokenWorld.Words, TokenWorld.Length, Width, TokenWorld.Words, new RandomState((ulong)_seed));

    private void Pretrain(Tensor texts, int steps, RandomState random)
    {
        var optimizer = new Adam(Reference.Parameters, 5e-3);
        var schedule = new CosineSchedule(steps);
        var rows = new PreferencePairs(texts, texts);
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            var batch = rows.Some([.. Enumerable.Range(0, BatchSize).Select(_ => random.NextInt(rows.Count))]).Chosen;
            (-SequenceScores.Mean(SequenceScores.Tokens(Reference, batch, TokenWorld.Prompt)).Mean()).Backward();
            optimizer.Step();
        }
    }
}
