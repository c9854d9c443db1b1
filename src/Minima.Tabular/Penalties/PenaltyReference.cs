namespace Minima.Tabular;

/// <summary>
/// A loss on the training rows of a fold near a good model: a ridge regression for a number, the best constant otherwise. Penalties are relative
/// to its curvature there.
/// </summary>
/// <param name="Theta">The best learned inputs.</param>
/// <param name="Curvature">The curvature of the loss with these.</param>
/// <param name="LearnedScaleOnly">
/// There are learned inputs, and they only scale the derivatives: the best weights are the same for all of their values.
/// </param>
internal sealed record PenaltyReference(double[] Theta, double Curvature, bool LearnedScaleOnly)
{
    /// <summary>The shift of the learned inputs that tests their effect.</summary>
    private const double Move = 0.7;

    private const double FarthestConstant = 8;

    public static PenaltyReference Of(
        Candidate candidate,
        Loss loss,
        TargetKind kind,
        OuterFold fold,
        OutputScale scale,
        IReadOnlyDictionary<string, double[]>? others,
        CancellationToken cancellation)
    {
        var split = fold.Sample ?? fold.Split;
        var (labels, rows) = fold.Reference is { } ridge ? (ridge.Target, ridge.Rows) : (split.TrainTarget, split.TrainRows);
        if (candidate.MarginLabels) labels = Array.ConvertAll(labels, value => (2 * value) - 1);
        var mean = new MeanLoss(loss, labels, scale, candidate, FitProblem.Inputs(candidate, others, rows));
        var straight = kind == TargetKind.Regression && candidate.Entry.Link != PredictionLink.Log;
        var output = straight
            ? Array.ConvertAll(fold.Reference!.Prediction, value => (value - scale.Offset) / scale.Factor)
            : new double[labels.Length];
        if (kind == TargetKind.Binary) Array.Fill(output, BestOutput(mean, candidate.Learned.Count, labels.Length));
        var theta = LearnedInputs.Fit(mean, output, candidate.Learned.Count, cancellation);
        return new(theta, LossCurvature.Of(mean, output, theta), IsScaleOnly(candidate, loss, labels, scale, straight, theta));
    }

    /// <summary>The derivatives at the best learned inputs, to compare losses by; null if the loss reads a column.</summary>
    public static SlopeShape? Shape(Candidate candidate, TargetKind kind, OuterFold fold, CancellationToken cancellation)
    {
        if (candidate.Inputs.Count > 0 || candidate.Entry.Row is not null || candidate.Tuned is not null || candidate.LearnsParameters) return null;
        var loss = candidate.Create(fold.Scale);
        var scale = fold.ScaleOf(candidate.Entry, kind);
        var reference = Of(candidate, loss, kind, fold, scale, null, cancellation);
        if (candidate.Learned.Count > 0 && !reference.LearnedScaleOnly) return null;
        return SlopeShape.Of(candidate, loss, Labels(candidate, fold), scale, kind == TargetKind.Regression && candidate.Entry.Link != PredictionLink.Log, reference.Theta);
    }

    private static double[] Labels(Candidate candidate, OuterFold fold)
    {
        var labels = (fold.Sample ?? fold.Split).TrainTarget;
        return candidate.MarginLabels ? Array.ConvertAll(labels, value => (2 * value) - 1) : labels;
    }

    private static bool IsScaleOnly(Candidate candidate, Loss loss, double[] labels, OutputScale scale, bool straight, double[] theta)
    {
        if (theta.Length == 0 || candidate.Inputs.Count > 0) return false;
        var here = SlopeShape.Of(candidate, loss, labels, scale, straight, theta);
        for (var k = 0; k < theta.Length; k++)
        {
            foreach (var step in (double[])[Move, -Move])
            {
                var moved = (double[])theta.Clone();
                moved[k] += step;
                if (!here.IsSame(SlopeShape.Of(candidate, loss, labels, scale, straight, moved))) return false;
            }
        }

        return true;
    }

    private static double BestOutput(MeanLoss mean, int learned, int rows)
    {
        var output = new double[rows];
        var (best, lowest) = (0.0, double.PositiveInfinity);
        for (var constant = -FarthestConstant; constant <= FarthestConstant; constant += 0.5)
        {
            Array.Fill(output, constant);
            var here = mean.Evaluate(output, LearnedInputs.Scan(mean, output, learned), [], []);
            if (here < lowest) (best, lowest) = (constant, here);
        }

        return best;
    }
}
