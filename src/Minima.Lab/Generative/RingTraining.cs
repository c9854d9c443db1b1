using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>One game on the ring.</summary>
internal sealed class RingTraining
{
    public const int BatchSize = 128;
    public const int Judged = 1000;
    private const int NoiseWidth = 2;
    private const int Width = 64;
    private const double LearningRate = 1e-3;
    private const double FirstMoment = 0.5;
    private const double SecondMoment = 0.9;

    private readonly RandomState _data;
    private readonly Adam[] _optimizers;

    public RingTraining(GanObjective objective, int seed)
    {
        Objective = objective;
        var random = new RandomState((ulong)seed);
        _data = random.Fork("data");
        var generator = Models.Mlp(NoiseWidth, [Width, Width], 2, random);
        var critic = Models.Mlp(2, [Width, Width], 1, random);
        _optimizers = [Optimizer(generator), Optimizer(critic)];
        Game = new GanTrainer(generator, critic, objective, _optimizers[0], _optimizers[1], random.Fork("noise")) { NoiseWidth = NoiseWidth };
    }

    public GanObjective Objective { get; }

    public GanTrainer Game { get; }

    /// <summary>The last step.</summary>
    public GanStep Last { get; private set; }

    /// <summary>What the generator makes in the end.</summary>
    public (double X, double Y)[] Samples { get; private set; } = [];

    /// <summary>Step by step: the critic's distance (the mean since the last look), and how far samples lie from data.</summary>
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
            if (step % every != 0) continue;
            Looks.Add((step, sum / every, Distance(Draw())));
            sum = 0;
        }

        Samples = Draw();
    }

    /// <summary>Samples of the generator as it is now.</summary>
    public (double X, double Y)[] Draw()
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return Ring.Points(Game.Draw(Judged));
    }

    /// <summary>The distance of samples to rows of the ring that no training saw.</summary>
    public static double Distance((double X, double Y)[] samples) =>
        SlicedDistance.Of([.. samples.SelectMany(point => new[] { point.X, point.Y })], Ring.Draw(samples.Length, new RandomState(999)).ToArray(), 2);

    /// <summary>How long the generator's gradient is under a loss, while nothing is changed.</summary>
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

    private static Adam Optimizer(Module model) => new(model.Parameters, LearningRate, beta1: FirstMoment, beta2: SecondMoment);
}
