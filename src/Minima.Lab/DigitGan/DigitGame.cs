using Minima.Lab.Sampling;
using Minima.Training.Adversarial;

namespace Minima.Lab.DigitGan;

/// <summary>One game on digits.</summary>
internal sealed class DigitGame
{
    public const int BatchSize = 64;
    private const int NoiseWidth = 32;
    private const double FirstMoment = 0.5;

    private readonly DigitSet _digits;
    private readonly RandomState _rows;
    private readonly GanTrainer _game;

    public DigitGame(GanObjective objective, double rate, DigitSet digits, int seed)
    {
        _digits = digits;
        var random = new RandomState((ulong)seed);
        _rows = random.Fork("rows");
        var generator = Generator(NoiseWidth, random);
        var critic = Critic(1, random);
        _game = new GanTrainer(generator, critic, objective, Optimizer(generator, rate), Optimizer(critic, rate), random.Fork("noise")) { NoiseWidth = NoiseWidth };
    }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++) _game.Step(() => _digits.Batch(BatchSize, _rows));
    }

    public double[] Samples(int count) => Fitting.Outputs(() => _game.Draw(count));

    /// <summary>Pixels from 0 to 1.</summary>
    public static Sequential Generator(int inputs, RandomState random) =>
        new(Models.Mlp(inputs, [128, 128], DigitRows.PixelCount, random), Activations.ByName("sigmoid"));

    public static Sequential Critic(int outputs, RandomState random) => Models.Mlp(DigitRows.PixelCount, [128, 128], outputs, random, "leaky_relu");

    public static Adam Optimizer(Module player, double rate) => new(player.Parameters, rate, beta1: FirstMoment);
}
