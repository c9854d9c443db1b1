using Minima.Lab.Sampling;
using Minima.Training.Adversarial;

namespace Minima.Lab.DigitGan;

/// <summary>One game on digits with a code of ten classes and two numbers.</summary>
internal sealed class CodedGame
{
    public const int Codes = 10;
    private const int Numbers = 2;
    private const int NoiseWidth = 20;

    private readonly DigitSet _digits;
    private readonly RandomState _rows;
    private readonly InfoGan _game;

    /// <param name="weight">The weight of reading the code; 0 is the baseline, the same network without the term.</param>
    /// <param name="rate">Of both players.</param>
    /// <param name="digits">The data.</param>
    /// <param name="seed">Of everything.</param>
    public CodedGame(double weight, double rate, DigitSet digits, int seed)
    {
        _digits = digits;
        var random = new RandomState((ulong)seed);
        _rows = random.Fork("rows");
        var generator = DigitGame.Generator(NoiseWidth + Codes + Numbers, random);
        var critic = DigitGame.Critic(1 + Codes + (2 * Numbers), random);
        _game = new InfoGan(generator, critic, GanObjectives.NonSaturating, DigitGame.Optimizer(generator, rate), DigitGame.Optimizer(critic, rate), random.Fork("noise"))
        {
            NoiseWidth = NoiseWidth,
            Classes = Codes,
            ContinuousCodes = Numbers,
            Weight = weight,
        };
    }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++) _game.Step(() => _digits.Batch(DigitGame.BatchSize, _rows));
    }

    /// <summary>The given number of samples of each code, code after code.</summary>
    public double[] Samples(int perCode) => Fitting.Outputs(() => _game.Draw([.. Enumerable.Range(0, Codes * perCode).Select(i => i / perCode)]));

    /// <summary>The counts of the digits that the classifier predicts for samples of each code.</summary>
    public double[][] Seen(DigitJudge judge, int perCode)
    {
        var seen = new double[Codes][];
        for (var code = 0; code < Codes; code++) seen[code] = new double[DigitRows.Classes];
        var named = judge.Named(Samples(perCode));
        for (var i = 0; i < named.Length; i++) seen[i / perCode][named[i].Digit]++;
        return seen;
    }
}
