namespace Minima.Training.Robustness;

/// <summary>The distance that inputs of a linear classifier can move without changing its class, for any attack: a proof, whereas an attack is only an attempt.</summary>
/// <remarks>
/// <para>Formula: min over k != y of (z_y - z_k) / |w_y - w_k|_*, z = x W + b; |.|_* the dual norm: the sum of absolute values for the infinity norm, the Euclidean one for itself. 0 if the label is not the predicted class.</para>
/// <para>By Hölder's inequality (w_y - w_k) d &gt;= -|w_y - w_k|_* |d|, with equality for some d. No smaller change alters the class, and some change of this size reaches the boundary, unless bounds of the inputs forbid it.</para>
/// <para>Shapes: inputs [N, D], labels int [N]; a radius for each row, infinite if no other class differs in its weights.</para>
/// <para>Numerics: in double; the radius is exact up to rounding.</para>
/// <para>Source: Hein and Andriushchenko 2017, NeurIPS, arXiv:1705.08475 (Lipschitz margin); Moosavi-Dezfooli, Fawzi and Frossard 2016, arXiv:1511.04599.</para>
/// </remarks>
public static class CertifiedRadius
{
    /// <summary>The radius of each row.</summary>
    /// <param name="classifier">A layer whose outputs are the logits.</param>
    /// <param name="inputs">[N, D].</param>
    /// <param name="labels">int [N].</param>
    /// <param name="norm">The norm of changes.</param>
    /// <exception cref="TrainingException">Shapes or types that do not fit, or a label beyond the outputs.</exception>
    public static double[] Of(Linear classifier, Tensor inputs, Tensor labels, PerturbationNorm norm = PerturbationNorm.Infinity)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var (width, classes) = (classifier.Inputs, classifier.Outputs);
        if (inputs.Rank != 2 || inputs.Shape[1] != width || labels.Type != ElementType.Int32 || labels.Rank != 1 || labels.Shape[0] != inputs.Shape[0]) throw new TrainingException($"Cannot certify a radius of {classifier} at inputs {inputs.Shape} with {labels.Type} labels {labels.Shape}; inputs [N, {width}] and int labels [N] are expected.");
        var (x, y) = (inputs.ToArray(), labels.Contiguous().Read<int>().ToArray());
        if (Array.FindIndex(y, label => (uint)label >= (uint)classes) is var wrong and >= 0) throw new TrainingException($"The label of row {wrong} is {y[wrong]}; {classifier} has the classes 0 to {classes - 1}.");
        var weights = classifier.Parameters[0].Value.ToArray();
        var bias = classifier.Parameters.Count > 1 ? classifier.Parameters[1].Value.ToArray() : new double[classes];
        var distances = new double[classes * classes];
        for (var pair = 0; pair < distances.Length; pair++) distances[pair] = DualNorm(pair / classes, pair % classes);
        return [.. y.Select((label, row) => Radius(x.AsSpan(row * width, width), label))];

        double Radius(ReadOnlySpan<double> point, int label)
        {
            var radius = double.PositiveInfinity;
            for (var rival = 0; rival < classes; rival++)
            {
                if (rival == label) continue;
                var lead = bias[label] - bias[rival];
                for (var i = 0; i < width; i++) lead += point[i] * (weights[(i * classes) + label] - weights[(i * classes) + rival]);
                radius = Math.Min(radius, lead > 0 ? lead / distances[(label * classes) + rival] : 0);
            }

            return radius;
        }

        double DualNorm(int one, int other)
        {
            double sum = 0;
            for (var i = 0; i < width; i++)
            {
                var difference = weights[(i * classes) + one] - weights[(i * classes) + other];
                sum += norm == PerturbationNorm.Infinity ? Math.Abs(difference) : difference * difference;
            }

            return norm == PerturbationNorm.Infinity ? sum : Math.Sqrt(sum);
        }
    }
}
