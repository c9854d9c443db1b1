namespace Minima.Tabular;

/// <summary>Predictions of held-out rows from the outputs of a model that was trained on batches.</summary>
internal static class BatchPredictions
{
    /// <param name="candidate">The loss and its plan.</param>
    /// <param name="problem">The minimised problem.</param>
    /// <param name="split">The rows.</param>
    /// <param name="parameters">The minimum.</param>
    public static Predictions Of(Candidate candidate, BatchFitProblem problem, Split split, double[] parameters)
    {
        if (candidate.Batch!.Outputs > 0) return Joint(candidate, split, parameters);
        var (plan, outputs) = (candidate.Batch!, problem.TestOutput(parameters));
        if (plan.Reading == OutputReading.Logit)
        {
            var chances = Array.ConvertAll(outputs, output => 1 / (1 + Math.Exp(-output)));
            return Predictions.OfScores(split.TestTarget, outputs, chances, areCertain: Array.Exists(chances, chance => chance is 0 or 1));
        }

        return Of(candidate, split, outputs, () => Curves(candidate, problem, split, parameters));
    }

    /// <summary>Predictions of rows from the outputs of any model.</summary>
    /// <param name="candidate">The loss and its plan.</param>
    /// <param name="split">The rows.</param>
    /// <param name="outputs">The outputs of the held-out rows.</param>
    /// <param name="curved">Creates the map from outputs to survival curves, if times are predicted.</param>
    public static Predictions Of(Candidate candidate, Split split, double[] outputs, Func<SurvivalCurves> curved)
    {
        var plan = candidate.Batch!;
        if (candidate.Facts is not { } facts) return Predictions.OfScores(split.TestTarget, outputs);
        if (plan.Reading is OutputReading.Score or OutputReading.Steps) return Predictions.OfLists(split.TestTarget, Scores(plan, outputs, split.TestTarget.Length), facts.QueriesOf(split.TestRows));
        var (events, rows) = (facts.EventsOf(split.TrainRows), split.TestTarget.Length);
        var grid = SurvivalGrid.Of(split.TrainTarget, events);
        var curves = curved();
        return Predictions.OfTimes(split.TestTarget, curves.Risks(outputs, rows, grid.Times), new(facts.EventsOf(split.TestRows), grid, curves.At(outputs, rows, grid.Times)));
    }

    private static Predictions Joint(Candidate candidate, Split split, double[] parameters)
    {
        var plan = candidate.Batch!;
        var weights = JointWeights.Of(plan, split, Targets(candidate, split.TrainRows), parameters);
        var outputs = RowLinearObjective.Predict(split.TestDesign, split.TestTarget.Length, split.Columns, weights.Length / (split.Columns + 1), weights);
        return JointReading.Of(plan.Task, plan.Read, outputs, split.TestTarget, Targets(candidate, split.TestRows), plan.Count);
    }

    /// <summary>The several targets of some rows; empty if there is one.</summary>
    public static double[] Targets(Candidate candidate, int[] rows) => candidate.Facts?.Targets is null ? [] : candidate.Facts.TargetsOf(rows);

    /// <summary>Scores that are higher the further ahead a row belongs: the output, or the expected grade of the steps.</summary>
    public static double[] Scores(BatchPlan plan, double[] outputs, int rows) => plan.Reading == OutputReading.Score
        ? outputs
        : [.. outputs.Chunk(outputs.Length / Math.Max(1, rows)).Select(steps => steps.Sum(step => 1 / (1 + Math.Exp(-step))))];

    /// <summary>The map from outputs to survival curves.</summary>
    public static SurvivalCurves Curves(Candidate candidate, BatchFitProblem problem, Split split, double[] parameters) =>
        new(candidate.Batch!, problem.LossAt(parameters), Learned(candidate, problem, parameters), Basis(candidate, problem, split, parameters));

    /// <summary>Units, intervals and the baseline hazard of the training rows.</summary>
    public static SurvivalBasis Basis(Candidate candidate, BatchFitProblem problem, Split split, double[] parameters) => candidate.Batch!.Reading == OutputReading.RelativeRisk
        ? SurvivalBasis.OfRisks(problem.Units.Time, split.TrainTarget, candidate.Facts!.EventsOf(split.TrainRows), problem.TrainOutput(parameters))
        : new(problem.Units.Time, problem.Units.Cuts, [], []);

    private static double[] Learned(Candidate candidate, BatchFitProblem problem, double[] parameters)
    {
        var theta = problem.Theta(parameters)[candidate.Batch!.LearnedParameters.Count..].ToArray();
        return [.. candidate.Learned.Select((input, k) => input.Value(theta[k]))];
    }
}
