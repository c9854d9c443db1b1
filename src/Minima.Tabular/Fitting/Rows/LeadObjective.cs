namespace Minima.Tabular;

/// <summary>
/// An objective of the margins of other classes over the label. Its parameters are those of the contrasts, one after the other. If
/// only the largest margin of a row counts, a bound for each row follows. The predictions are then the bounds, and the margins
/// minus their row's bound. The margins are not stored: each is a difference of two scores.
/// </summary>
internal sealed class LeadObjective : FitObjective
{
    /// <summary>With more parameters than this the equations of the active kinks cost more than they gain.</summary>
    private const int ExactColumns = 800;

    private readonly IRowTerms _terms;

    /// <param name="design">The columns.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="contrasts">The classes.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="bounded">True if each row has a bound.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="penalty">Λ of the coefficients, or null.</param>
    /// <param name="linear">The derivative of each parameter's l1 term left of 0.</param>
    /// <param name="kinks">All kinks.</param>
    public LeadObjective(
        double[] design, int width, Contrasts contrasts, int[] labels, bool bounded, IRowTerms terms, double[]? penalty, double[] linear, Kinks kinks)
        : base(design, (contrasts.Count * width) + (bounded ? labels.Length : 0), terms, penalty, linear, kinks, labels.Length * (contrasts.Classes - (bounded ? 0 : 1)))
    {
        _terms = terms;
        Width = width;
        Contrasts = contrasts;
        Labels = labels;
        Bounds = bounded ? labels.Length : 0;
    }

    public int Width { get; }

    public Contrasts Contrasts { get; }

    public int[] Labels { get; }

    /// <summary>The number of bounds.</summary>
    public int Bounds { get; }

    /// <summary>The number of classes other than the label.</summary>
    public int Others => Contrasts.Classes - 1;

    public int Coefficients => Contrasts.Count * Width;

    public override int Penalized => Coefficients;

    public override bool HasExactEnd => Columns <= ExactColumns;

    public override bool Refines => true;

    public override FitObjective WithPenalty(double[] penalty) =>
        new LeadObjective(Design, Width, Contrasts, Labels, Bounds > 0, _terms, AddedPenalty(penalty), Linear, Kinks);

    /// <summary>The class to which a margin belongs.</summary>
    public int Other(int row, int lead) => lead < Labels[row] ? lead : lead + 1;

    public override double[] Predict(ReadOnlySpan<double> parameters)
    {
        var scores = ClassObjective.Scores(Design, Width, Contrasts.ToClasses(parameters[..Coefficients]));
        var prediction = new double[Rows];
        for (var i = 0; i < Labels.Length; i++)
        {
            var row = scores.AsSpan(i * Contrasts.Classes, Contrasts.Classes);
            var bound = Bounds > 0 ? parameters[Coefficients + i] : 0;
            if (Bounds > 0) prediction[i] = bound;
            for (var o = 0; o < Others; o++) prediction[Bounds + (i * Others) + o] = row[Other(i, o)] - row[Labels[i]] - bound;
        }

        return prediction;
    }

    public override void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target)
    {
        var byClass = new double[Contrasts.Classes];
        for (var i = 0; i < Labels.Length; i++)
        {
            Array.Clear(byClass);
            var sum = 0.0;
            for (var o = 0; o < Others; o++)
            {
                var slope = slopes[Bounds + (i * Others) + o];
                byClass[Other(i, o)] = slope;
                sum += slope;
            }

            byClass[Labels[i]] = -sum;
            if (Bounds > 0) target[Coefficients + i] += slopes[i] - sum;
            for (var a = 0; a < Contrasts.Count; a++)
            {
                var slope = 0.0;
                for (var k = 0; k < byClass.Length; k++) slope += Contrasts[k, a] * byClass[k];
                if (slope != 0) FixedOrder.AddScaled(slope, Design.AsSpan(i * Width, Width), target.Slice(a * Width, Width));
            }
        }
    }

    public override double[] RowOf(int row)
    {
        var line = new double[Columns];
        if (row < Bounds)
        {
            line[Coefficients + row] = 1;
            return line;
        }

        var (i, o) = ((row - Bounds) / Others, (row - Bounds) % Others);
        for (var a = 0; a < Contrasts.Count; a++)
            FixedOrder.AddScaled(Contrasts[Other(i, o), a] - Contrasts[Labels[i], a], Design.AsSpan(i * Width, Width), line.AsSpan(a * Width, Width));
        if (Bounds > 0) line[Coefficients + i] = -1;
        return line;
    }

    public override (double[] Gradient, ISecondOrder Model) SecondOrder(double[] parameters, double[] prediction, double held)
    {
        var curvatures = new double[Rows];
        SmoothSlopes(prediction, new double[Rows], curvatures);
        Weigh(curvatures, Curvature.GaussNewton);
        return (SmoothGradient(parameters, prediction, null), new LeadSecondOrder(this, curvatures, held));
    }

    /// <summary>matrix += Λ, for the matrix of the coefficients alone.</summary>
    public void AddPenaltyOfCoefficients(double[] matrix) => AddPenalty(matrix, Coefficients);

    protected override void AddCurvature(ReadOnlySpan<double> prediction, double[] curvatures, double[] hessian, Curvature curvature)
    {
        Weigh(curvatures, curvature);
        for (var row = 0; row < curvatures.Length; row++)
        {
            if (curvatures[row] == 0) continue;
            var line = RowOf(row);
            for (var j = 0; j < Columns; j++)
            {
                if (line[j] != 0) FixedOrder.AddScaled(curvatures[row] * line[j], line, hessian.AsSpan(j * Columns, Columns));
            }
        }
    }
}
