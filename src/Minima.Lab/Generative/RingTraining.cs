using Minima.Lab.Studies;
using Minima.Tensors.Losses;
using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>One adversarial training on the ring.</summary>
internal sealed class RingTraining
{
    public const int BatchSize = 128;
    public const int Judged = 4000;
    private const int Drawn = 1000;
    private const int NoiseWidth = 2;
    private const int Width = 64;
    private const double FirstMoment = 0.5;
    private const double SecondMoment = 0.9;

    private readonly RandomState _data;
    private readonly Trial _trial;
    private readonly Optimizer[] _optimizers;
    private readonly List<double> _gradients = [];

    public RingTraining(GanObjective objective, double learningRate, Trial trial)
        : this(objective, parameters => new Adam(parameters, learningRate, beta1: FirstMoment, beta2: SecondMoment), trial)
    {
    }

    /// <param name="objective">The losses that the two players minimise.</param>
    /// <param name="optimizer">Makes the optimizer of each player.</param>
    /// <param name="trial">The trial, whose seed determines every draw.</param>
    public RingTraining(GanObjective objective, Func<IReadOnlyList<Parameter>, Optimizer> optimizer, Trial trial)
    {
        (Objective, _trial) = (objective, trial);
        var random = new RandomState((ulong)trial.Seed);
        _data = random.Fork("data");
        var generator = Models.Mlp(NoiseWidth, [Width, Width], 2, random);
        var critic = Models.Mlp(2, [Width, Width], 1, random);
        _optimizers = [optimizer(generator.Parameters), optimizer(critic.Parameters)];
        Game = new GanTrainer(generator, critic, objective, _optimizers[0], _optimizers[1], random.Fork("noise")) { NoiseWidth = NoiseWidth };
    }

    public GanObjective Objective { get; }

    public GanTrainer Game { get; }

    /// <summary>The last step.</summary>
    public GanStep Last { get; private set; }

    /// <summary>The final samples of the generator.</summary>
    public (double X, double Y)[] Samples { get; private set; } = [];

    /// <summary>The evaluations: the step, the mean distance by the critic since the evaluation before, and the distance of samples from data.</summary>
    public List<(int Step, double Critic, double Data)> Looks { get; } = [];

    public Tensor Batch() => Ring.Draw(BatchSize, _data);

    public void Run(int steps, int looks)
    {
        double sum = 0;
        var every = Math.Max(1, steps / looks);
        var schedule = new PolynomialSchedule(steps);
        for (var step = 1; step <= steps; step++)
        {
            foreach (var optimizer in _optimizers) optimizer.LearningRateFactor = schedule.At(step - 1);
            Last = Game.Step(Batch);
            sum += Last.Distance;
            _gradients.Add(Last.GeneratorGradient);
            if (step % every != 0) continue;
            Looks.Add((step, sum / every, Distance(Draw())));
            sum = 0;
        }

        Samples = Draw();
        CriticSlope = SlopeAt(Batch());
        Far = Distance(Samples);
        (Modes, Near) = Ring.Cover(Samples[..Drawn]);
    }

    /// <summary>The final distance of the samples from data.</summary>
    public double Far { get; private set; }

    /// <summary>The final mean norm of the critic's gradient at data.</summary>
    public double CriticSlope { get; private set; }

    /// <summary>The 99th percentile of the norms of the generator's gradient, divided by their median.</summary>
    public double Violence
    {
        get
        {
            double[] sorted = [.. _gradients.Order()];
            return sorted[(int)(0.99 * (sorted.Length - 1))] / sorted[sorted.Length / 2];
        }
    }

    /// <summary>The number of modes that the first 1000 of the final samples cover.</summary>
    public int Modes { get; private set; }

    /// <summary>The proportion of these samples that lie near a mode.</summary>
    public double Near { get; private set; }

    /// <summary>Draws samples from the current generator.</summary>
    public (double X, double Y)[] Draw()
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return Ring.Points(Game.Draw(Judged));
    }

    /// <summary>The distance of samples from points of the ring that no training saw.</summary>
    public double Distance((double X, double Y)[] samples) => Distance(samples, _trial);

    /// <summary>The same for a given trial; tuning and judging use different points.</summary>
    public static double Distance((double X, double Y)[] samples, Trial trial) =>
        SlicedDistance.Of([.. samples.SelectMany(point => new[] { point.X, point.Y })], Unseen(samples.Length, trial).ToArray(), 2);

    /// <summary>Points of the ring that no training saw.</summary>
    public static Tensor Unseen(int items, Trial trial) => Ring.Draw(items, new RandomState((ulong)trial.Seed).Fork("unseen"));

    /// <summary>The norm of the generator's gradient under a loss; no step is taken.</summary>
    public double GeneratorGradient(GanObjective objective)
    {
        using var scope = StepScope.Begin();
        Game.Generator.ClearGradients();
        objective.Generator(Game.Critic.Forward(Batch()).Detach(), Game.Critic.Forward(Game.Draw(BatchSize))).Backward();
        double squares = 0;
        foreach (var parameter in Game.Generator.Parameters) squares += parameter.Gradient.ToArray().Sum(x => x * x);
        Game.Generator.ClearGradients();
        Game.Critic.ClearGradients();
        return Math.Sqrt(squares);
    }

    private double SlopeAt(Tensor points)
    {
        using var scope = StepScope.Begin();
        return CriticGradient.At(Game.Critic.Forward, points).ToArray().Chunk(2).Average(slope => Math.Sqrt((slope[0] * slope[0]) + (slope[1] * slope[1])));
    }
}
