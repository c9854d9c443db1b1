namespace Minima.Tabular;

/// <summary>Fits with heads on rows that stay in a source: a linear prediction for each parameter of a distribution, from the source to the model.</summary>
internal static class SourceHeadFit
{
    /// <summary>A fit of all rows of a source.</summary>
    /// <exception cref="TrainingException">The source, the loss and the options do not fit: a <see cref="FitException"/> if there is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(IDataSource source, string target, LossSpec request, FitOptions options, TableOptions table, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        HeadFitRunner.RefuseStart(options);
        if (options.L1 > 0) throw new UsageException($"fit: --l1 does not go with --heads and {source.Option}; give --l2, or {source.Remedy}.");
        if (options.Curvature is not null) throw new UsageException("fit: --curvature does not go with --heads; leave out the curvature.");
        var notes = new List<string>();
        var roles = new SourceRoles(source, target, table.Ignore, options.Weight, [], notes);
        var read = new SourceTable(source, roles, FitTable.KindOf(request), table.PositiveClass, notes, cancellation);
        if (roles.Weight is { } weight) SourceFit.Check(source, read.Facts[weight], "--weight", null, "weight");
        progress?.Report(new(0, double.NaN) { Stage = FitStage.Columns });
        using var search = new HeadSearch(source, read.Design, read.TargetFacts, options, progress, cancellation);
        var asked = AskedHeads.Of("fit", options.Heads!, request, search.Target);
        bool[] isFlat = [.. HeadFitRunner.Flat(asked.Request, asked.Plan, options.Heads!, asked.Levels), .. asked.Plan.Constants.Select(_ => true)];
        return Model(read, asked, options, search.Target, search.Run(asked.Plan, asked.Loss, isFlat, request));
    }

    private static LinearModel Model(SourceTable table, AskedHeads asked, FitOptions options, double[] target, HeadOptimum found)
    {
        var (request, loss, plan, _) = asked;
        var heads = plan.Heads.Count;
        double[] theta = [.. found.Outputs.Skip(heads).Select(output => output.Intercept)];
        List<string> notes = [.. table.Notes.Where(note => !note.StartsWith("Target ", StringComparison.Ordinal))];
        Certificate.NoteLocal(notes, canStartElsewhere: false);
        return new LinearModel
        {
            Loss = request.Name,
            Parameters = [.. request.Entry.Named(HeadTerms.At(plan, loss, theta).Parameters)],
            Target = table.Target.Name,
            Marks = [table.Target.Mark],
            Kind = TargetKind.Regression,
            Link = PredictionLink.None,
            Distribution = DistributionReading.Of(plan, target),
            Encoding = table.Design.Encodings,
            Features = [.. table.Design.Encodings.SelectMany(encoding => encoding.Features)],
            Coefficients = [.. found.Outputs.Take(heads).Select(output => output.Weights)],
            Intercepts = [.. found.Outputs.Take(heads).Select(output => output.Intercept)],
            StandardizedCoefficients = options.Standardize ? [.. found.Standard.Take(heads)] : null,
            L2 = options.L2,
            L1 = 0,
            Weight = options.Weight,
            Inputs = [.. plan.Constants.Select((constant, k) => new FitInput(constant.Name, constant.Value(theta[k]), null))],
            Rows = (int)Math.Min(found.Moments.Raw.Rows, int.MaxValue),
            Certificate = found.Certificate,
            EnglishNotes = notes,
        };
    }
}
