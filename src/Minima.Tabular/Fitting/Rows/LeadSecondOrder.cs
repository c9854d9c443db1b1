namespace Minima.Tabular;

/// <summary>
/// The second derivative of an objective of margins. Every margin of a row is the difference of two scores, so the margins' weights are
/// those of the edges of a graph whose nodes are the classes: a star around the label. A bound is eliminated in closed form, which
/// leaves a graph in which the label and each two of the others are joined; no entry of it is a difference, so nothing cancels.
/// </summary>
internal sealed class LeadSecondOrder(LeadObjective objective, double[] curvatures, double held) : ISecondOrder
{
    public double[] Times(double[] vector)
    {
        var along = objective.Predict(vector);
        for (var p = 0; p < along.Length; p++) along[p] *= curvatures[p];
        var image = objective.Penalty is null ? new double[vector.Length] : objective.PenaltyTimes(vector);
        FixedOrder.AddScaled(held, vector, image);
        objective.AddTransposed(along, image);
        return image;
    }

    public Func<double[], double[]>? Factor(double[] weights, double ridge)
    {
        var (others, bounds, coefficients) = (objective.Others, objective.Bounds, objective.Coefficients);
        var edges = (double[])curvatures.Clone();
        var matrix = new double[coefficients * coefficients];
        for (var j = 0; j < coefficients; j++) matrix[j * (coefficients + 1)] = held;
        for (var m = 0; m < weights.Length; m++)
        {
            var row = objective.Kinks.Items[m].Row;
            if (row >= 0) edges[row] += weights[m];
            else matrix[(-1 - row) * (coefficients + 1)] += weights[m];
        }

        // The diagonal of each bound, and the part of it that does not come from the margins.
        var (whole, own) = (new double[bounds], new double[bounds]);
        for (var i = 0; i < bounds; i++)
        {
            whole[i] = own[i] = edges[i] + held;
            for (var o = 0; o < others; o++) whole[i] += edges[bounds + (i * others) + o];
            own[i] += ridge * whole[i];
            whole[i] *= 1 + ridge;
            if (!(whole[i] > 0) || !double.IsFinite(whole[i])) return null;
        }

        ClassGram.Add(objective.Design, objective.Width, objective.Contrasts.Count, Small, matrix, coefficients);
        objective.AddPenaltyOfCoefficients(matrix);
        return Cholesky.Factor(matrix, coefficients, ridge) is { } factor ? Solve : null;

        // The Laplacian of the row's graph, in contrasts.
        void Small(int i, double[] to, int at)
        {
            var label = objective.Labels[i];
            for (var o = 0; o < others; o++)
            {
                var edge = edges[bounds + (i * others) + o];
                if (edge == 0) continue;
                Join(objective.Other(i, o), label, bounds == 0 ? edge : edge * (own[i] / whole[i]), to, at);
                for (var p = 0; p < o && bounds > 0; p++) Join(objective.Other(i, o), objective.Other(i, p), edge * (edges[bounds + (i * others) + p] / whole[i]), to, at);
            }
        }

        double[] Solve(double[] right)
        {
            var ofCoefficients = right.AsSpan(0, coefficients).ToArray();
            if (bounds == 0) return factor.Solve(ofCoefficients);
            var pulls = new double[objective.Rows];
            for (var p = bounds; p < pulls.Length; p++) pulls[p] = edges[p] * (right[coefficients + ((p - bounds) / others)] / whole[(p - bounds) / others]);
            var all = (double[])right.Clone();
            objective.AddTransposed(pulls, all);
            var solution = new double[right.Length];
            factor.Solve(all.AsSpan(0, coefficients)).CopyTo(solution, 0);
            var leads = objective.Predict(solution);
            for (var i = 0; i < bounds; i++)
            {
                var sum = right[coefficients + i];
                for (var o = 0; o < others; o++) sum += edges[bounds + (i * others) + o] * leads[bounds + (i * others) + o];
                solution[coefficients + i] = sum / whole[i];
            }

            return solution;
        }
    }

    private void Join(int one, int other, double weight, double[] to, int at)
    {
        var contrasts = objective.Contrasts;
        for (var a = 0; a < contrasts.Count; a++)
        {
            var left = weight * (contrasts[one, a] - contrasts[other, a]);
            if (left == 0) continue;
            for (var b = 0; b < contrasts.Count; b++) to[at + (a * contrasts.Count) + b] += left * (contrasts[one, b] - contrasts[other, b]);
        }
    }
}
