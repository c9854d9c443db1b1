using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.Survival;

/// <summary>Rows as tensors, and as models of intervals see them.</summary>
internal readonly struct SurvivalBatch
{
    public SurvivalBatch(Cohort rows, TimeGrid grid)
    {
        Features = Tensor.Of(rows.X, [rows.Rows, Cohort.Columns]);
        Time = Column(rows.Time);
        Event = Column(rows.Event);
        Point = Tensor.Of(rows.Time.Select((time, row) => grid.PointOf(time, rows.Event[row])).ToArray(), [rows.Rows]);
        var places = Array.ConvertAll(rows.Time, grid.Within);
        Interval = Tensor.Of(Array.ConvertAll(places, place => place.Interval), [rows.Rows]);
        Fraction = Column(Array.ConvertAll(places, place => place.Fraction));
    }

    public Tensor Features { get; }

    public Tensor Time { get; }

    public Tensor Event { get; }

    /// <summary>The point of the grid that a row's time stands for.</summary>
    public Tensor Point { get; }

    /// <summary>The interval of the grid in which it lies.</summary>
    public Tensor Interval { get; }

    /// <summary>The share of it that has passed.</summary>
    public Tensor Fraction { get; }

    private static Tensor Column(double[] numbers) => Tensor.Of(numbers, [numbers.Length]).To(ElementType.Single);
}
