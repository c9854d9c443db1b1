using Minima.Training;

namespace Minima.Tabular;

/// <summary>An input of the loss that the network predicts in addition to a target's prediction: a variance, a scale.</summary>
/// <param name="Input">The input.</param>
/// <param name="Constant">The best constant for it if the prediction is constant too: the initial output of the network.</param>
internal sealed record FurtherOutput(LearnedInput Input, double Constant)
{
    private const double Farthest = 40;
    private const int Sections = 60;
    private const int Sweeps = 3;

    public OutputUnit Unit => OutputUnit.In(Input.Domain, Constant);

    /// <summary>Checks if a network can predict numbers of the domain: an interval with at most one end.</summary>
    public static bool CanPredict(Domain domain) => LearnedInput.CanLearn(domain) && !(double.IsFinite(domain.Low) && double.IsFinite(domain.High));

    /// <summary>The further outputs for a target: a golden-section search over each constant in turn, with the others fixed.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="prediction">The prediction, the same for all rows.</param>
    /// <param name="targets">The targets in the form of the loss.</param>
    /// <param name="inputs">The inputs that are predicted.</param>
    public static FurtherOutput[] Of(Loss loss, double prediction, double[] targets, IReadOnlyList<LearnedInput> inputs)
    {
        var thetas = new double[inputs.Count];
        for (var sweep = 0; sweep < (inputs.Count == 1 ? 1 : Sweeps); sweep++)
        {
            for (var k = 0; k < thetas.Length; k++) thetas[k] = Best(k);
        }

        return [.. inputs.Select((input, k) => new FurtherOutput(input, input.Value(thetas[k])))];

        double Best(int k)
        {
            var (low, high) = (-Farthest, Farthest);
            for (var i = 0; i < Sections; i++)
            {
                var section = new GoldenSection(low, high);

                // Below the smallest scale that a loss accepts it does not change: then the larger scale.
                if (At(k, section.Left) < At(k, section.Right)) high = section.Right;
                else low = section.Left;
            }

            return (low + high) / 2;
        }

        double At(int k, double theta)
        {
            thetas[k] = theta;
            var batch = new LossBatch<double> { Prediction = Filled(prediction), Target = targets, Reduction = Reduction.Mean };
            for (var j = 0; j < thetas.Length; j++) batch.SetInput(inputs[j].Index, Filled(inputs[j].Value(thetas[j])));
            return loss.Evaluate(batch).Value;
        }

        double[] Filled(double value)
        {
            var same = new double[targets.Length];
            Array.Fill(same, value);
            return same;
        }
    }
}
