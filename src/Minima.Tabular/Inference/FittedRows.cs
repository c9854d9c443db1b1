using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The rows that a model was fitted on, read again, and its loss as in the fit.</summary>
internal sealed class FittedRows
{
    private readonly double[] _targets;
    private readonly (int Index, double[] Values)[] _inputs;
    private readonly int[] _labels;
    private readonly double[] _scores;

    private FittedRows(LinearModel model, Loss loss, Dataset dataset, FitData data)
    {
        (Model, Loss, Dataset, Data) = (model, loss, dataset, data);
        Weight = model.Weight is { } weight ? Array.ConvertAll(data.Rows, row => dataset.Others[weight.Trim()][row]) : [.. Enumerable.Repeat(1.0, data.Rows.Length)];
        _targets = data.Target;
        _scores = model.Scores(data.Columns, data.Rows.Length);
        (Constants, _inputs, _labels) = ([], [], []);
        OfGrades = model.GradeThresholds.Count > 0;
        if (model.Distribution is not null)
        {
            Heads = new(model, loss, data.Target, dataset.Events is { } events ? Array.ConvertAll(data.Rows, row => events[row]) : null, _scores);
            return;
        }

        Constants = [.. model.Inputs.Where(input => input.Value is not null).Select(input => (input.Name, loss.Entry.IndexOf(input.Name), input.Value!.Value))];
        _inputs =
        [
            .. model.Inputs.Where(input => input.Column is not null).Select(input => (loss.Entry.IndexOf(input.Name), FitInputs.Values((loss.Entry.IndexOf(input.Name), input.Name, input.Column!), dataset, data, loss))),
            .. Constants.Select(constant => (constant.Index, Enumerable.Repeat(constant.Value, data.Rows.Length).ToArray())),
        ];
        _labels = OfClasses ? Labels() : [];
    }

    public LinearModel Model { get; }

    public Loss Loss { get; }

    public Dataset Dataset { get; }

    public FitData Data { get; }

    /// <summary>The weight of each row in the table; 1 without weights.</summary>
    public double[] Weight { get; }

    /// <summary>Further inputs whose constants were learned: name, index among the inputs, value.</summary>
    public (string Name, int Index, double Value)[] Constants { get; }

    public int Rows => Data.Rows.Length;

    /// <summary>The heads of a fit of a distribution, in place of a score; otherwise null.</summary>
    public FittedHeads? Heads { get; }

    /// <summary>The model is of grades: one score, and thresholds between them.</summary>
    public bool OfGrades { get; }

    /// <summary>The loss takes a row of scores, one for each class.</summary>
    public bool OfClasses => Loss.Entry.Row is not null;

    /// <summary>The number of scores in a row.</summary>
    public int Outputs => Model.Coefficients.Length;

    /// <summary>The target of each row on the scale of the loss; for several classes their index.</summary>
    public double[] Targets => OfClasses ? Array.ConvertAll(_labels, label => (double)label) : _targets;

    /// <summary>The scores of each row, one after the other.</summary>
    public double[] Predictions => _scores;

    /// <exception cref="DataException">The model cannot have been fitted on the table.</exception>
    public static FittedRows Read(LinearModel model, Table table, CancellationToken cancellation)
    {
        var loss = ModelLoss.Of(model);
        LossSpec spec = loss;
        var columns = model.Inputs.Where(input => input.Column is not null).ToDictionary(input => input.Name, input => input.Column!, StringComparer.Ordinal);
        table = table.With(table.Target ?? model.Target, table.Options with { Event = model.Distribution is null ? null : model.FactsColumn, Order = model.GradeThresholds.Count > 0 ? model.Classes : [] });
        var dataset = FitTable.Read(table, spec, new FitOptions { Weight = model.Weight, Inputs = columns }, cancellation);
        RefuseOther(model, dataset);
        return Of(model, dataset);
    }

    /// <summary>The rows of a table that has been read already.</summary>
    public static FittedRows Of(LinearModel model, Dataset dataset)
    {
        var margin = model.Mapping.Count == 2 && model.Mapping[0].Value < 0;
        return new FittedRows(model, ModelLoss.Of(model), dataset, FitData.Of(dataset, margin, model.Weight));
    }

    /// <summary>Derivatives and curvatures with respect to the score, for one score per row, at other scores and targets.</summary>
    public (double[] Slope, double[] Curvature) At(double[] scores, double[] targets)
    {
        var (slope, curvature) = (new double[scores.Length], new double[scores.Length]);
        new PointTerms(Loss, targets, Data.Share, _inputs).Evaluate(scores, slope, curvature);
        return (slope, curvature);
    }

    /// <summary>Derivatives with respect to the score with one learned constant changed.</summary>
    public (double[] Score, double[][] Constants) Moved(int constant, double by)
    {
        var inputs = Array.ConvertAll(_inputs, input => input.Index == Constants[constant].Index ? (input.Index, Array.ConvertAll(input.Values, value => value + by)) : input);
        var score = new double[Rows];
        new PointTerms(Loss, _targets, Data.Share, inputs).Evaluate(_scores, score, []);
        return (score, ConstantSlopes(inputs));
    }

    /// <summary>Derivatives with respect to each learned constant.</summary>
    public double[][] ConstantSlopes() => ConstantSlopes(_inputs);

    /// <summary>First and second derivatives with respect to all scores of each row, for several classes and other labels.</summary>
    public (double[] Slope, double[] Curvature) OfLabels(int[] labels)
    {
        var classes = Outputs;
        var terms = new ClassTerms(Loss, labels, classes, Data.Share);
        var (slope, curvature) = (new double[Rows * classes], new double[Rows * classes * classes]);
        terms.Evaluate(_scores, slope, []);
        for (var i = 0; i < Rows; i++) terms.SecondDerivative(_scores, i).CopyTo(curvature, i * classes * classes);
        return (slope, curvature);
    }

    /// <summary>The loss has kinks: for several classes and for heads found by search, otherwise from its formula.</summary>
    public bool Bends => Heads?.Bends ?? (OfGrades ? false : OfClasses ? ClassShape.Of(Loss, Outputs).Bends : LossAnalysis.Of(Loss).Kinks.Count > 0);

    /// <summary>Finds once if the loss is convex and the kinks of each row; the answer holds for any of these rows.</summary>
    public Func<FitData, LossShape> Shape()
    {
        var varying = _inputs.Any(input => input.Values.AsSpan().ContainsAnyExcept(input.Values[0]));
        var (convex, kinks) = ShapeSearch.Run(new SlopeProbe(Loss, _targets, _inputs, varying), [.. Enumerable.Repeat(1.0, Rows)]);
        var byRow = kinks.Items.ToLookup(kink => Data.Rows[kink.Row]);
        return data => new LossShape(convex, new Kinks([.. data.Rows.SelectMany((row, i) => byRow[row].Select(kink => kink with { Row = i, Jump = kink.Jump * data.Share[i] }))]));
    }

    private double[][] ConstantSlopes((int Index, double[] Values)[] inputs) => Array.ConvertAll(Constants, constant =>
    {
        var slope = new double[Rows];
        var batch = new LossBatch<double> { Prediction = _scores, Target = _targets, Reduction = Reduction.None };
        foreach (var (index, values) in inputs) batch.SetInput(index, values);
        batch.SetGradient(constant.Index, slope);
        Loss.Evaluate(batch);
        return slope;
    });

    private int[] Labels()
    {
        string[] classes = [.. Model.Mapping.Select(pair => pair.Class)];
        return Array.ConvertAll(_targets, value => Array.IndexOf(classes, Dataset.Target.Classes[(int)value]));
    }

    /// <exception cref="DataException">The model cannot have been fitted on the table.</exception>
    public static void RefuseOther(LinearModel model, Dataset dataset)
    {
        RefuseOthers(model, dataset);
        RefuseOtherUnits(model, dataset);
    }

    private static void RefuseOthers(LinearModel model, Dataset dataset)
    {
        var other = !dataset.Features.Names.SequenceEqual(model.Features, StringComparer.Ordinal)
            ? $"its features are {DataException.List(dataset.Features.Names)}"
            : dataset.Target.Classes.Count > 0 && model.Mapping.Select(pair => pair.Class).Except(dataset.Target.Classes, StringComparer.Ordinal).Any()
                ? $"its classes are {DataException.List([.. dataset.Target.Classes])}"
                : null;
        if (other is null) return;
        throw DataException.Create(
            dataset.Name,
            other,
            $"standard errors need the rows that the model was fitted on, with the features {DataException.List([.. model.Features])}",
            "Give the same table, with the same options.");
    }

    private static void RefuseOtherUnits(LinearModel model, Dataset dataset)
    {
        Check(model.Target, model.Marks[0], dataset.Target.Mark);
        foreach (var (learned, given) in model.Encoding.Zip(dataset.Features.Encodings)) Check(learned.Column, learned.Form.Mark, given.Form.Mark);

        void Check(string column, string? learned, string? found) => MarkedNumber.CheckUnit($"{dataset.Name}, column {DataException.Quote(column)}", learned, found);
    }
}
