namespace Minima.Lab.Adaptive;

/// <summary>Rows of a linear function with noise of a kind.</summary>
internal sealed class NoisyLine
{
    public const int Inputs = 5;

    private static readonly double[] Weights = [1, -2, 0.5, 0, 3];

    public NoisyLine(int rows, Func<RandomState, double> noise, int seed)
    {
        var random = new RandomState((ulong)seed).Fork("line");
        (Features, Targets) = (new double[rows * Inputs], new double[rows]);
        for (var i = 0; i < Features.Length; i++) Features[i] = random.NextNormal();
        for (var row = 0; row < rows; row++)
        {
            Targets[row] = noise(random);
            for (var k = 0; k < Inputs; k++) Targets[row] += Weights[k] * Features[(row * Inputs) + k];
        }
    }

    public double[] Features { get; }

    public double[] Targets { get; }

    /// <summary>The distance of weights from those of the function.</summary>
    public static double Error(IReadOnlyList<double> weights) => Math.Sqrt(Weights.Select((weight, k) => (weights[k] - weight) * (weights[k] - weight)).Sum());

    public static double Gaussian(RandomState random) => random.NextNormal();

    public static double Laplace(RandomState random)
    {
        var share = random.NextDouble() - 0.5;
        return -Math.Sign(share) * Math.Log(1 - (2 * Math.Abs(share)));
    }

    public static double Cauchy(RandomState random) => Math.Tan(Math.PI * (random.NextDouble() - 0.5));
}
