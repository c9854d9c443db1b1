using Minima.Lab.Generative;
using Minima.Lab.Pictures;

namespace Minima.Lab.Densities;

/// <summary>What each model gave.</summary>
/// <param name="heldOut">Points that were never seen.</param>
internal sealed class DensityTable(Tensor heldOut)
{
    // The Gaussian and the data.
    private const int Baselines = 2;

    private readonly List<DensityRow> _rows = [];
    private readonly double[] _heldOut = heldOut.ToArray();

    public IReadOnlyList<DensityRow> Rows => _rows;

    public LabTable Table { get; } = new(
        new("samples on the ring", "环上的样本"),
        new("model", "模型"),
        new("modes of 8", "覆盖的模态（共 8）"),
        new("near a mode", "落在模态附近"),
        new("distance to data", "与数据的距离"),
        new("surprise, nats", "惊奇度（纳特）"));

    public IReadOnlyList<Words> Findings
    {
        get
        {
            var models = _rows.Skip(Baselines).ToArray();
            var near = models.MinBy(row => row.Distance)!;
            var sharp = models.MaxBy(row => row.Near)!;
            var known = models.Where(row => row.Surprise is not null).ToArray();
            var best = known.MinBy(row => row.Surprise)!;
            var asNear = models.Count(row => row.Distance <= _rows[1].Distance);
            var complete = models.Count(row => row.Modes == Ring.Modes);
            return
            [
                new(
                    $"{complete} of {models.Length} models cover all eight modes with every seed. The nearest to the data is {near.Name.English} ({Figure.Fixed(near.Distance).English}; a fresh sample of the data {Figure.Fixed(_rows[1].Distance).English}, one Gaussian {Figure.Fixed(_rows[0].Distance).English}); {asNear} are no further than such a sample. {sharp.Name.English} puts most of its points near a mode ({Figure.Percent(sharp.Near, 0).English}).",
                    $"{models.Length} 个模型中有 {complete} 个在每个种子下都覆盖全部八个模态。与数据最接近的是{Quoted(near)}（{Figure.Fixed(near.Distance).English}；数据的一次新抽样为 {Figure.Fixed(_rows[1].Distance).English}，单个高斯为 {Figure.Fixed(_rows[0].Distance).English}）；不比这样的新抽样更远的有 {asNear} 个。落在模态附近的点最多的是{Quoted(sharp)}（{Figure.Percent(sharp.Near, 0).English}）。"),
                new(
                    $"Where the likelihood is known, {best.Name.English} comes closest to the true density: {Figure.Fixed(best.Surprise!.Value, 2).English} nats against {Figure.Fixed(_rows[1].Surprise!.Value, 2).English}, and {Figure.Fixed(_rows[0].Surprise!.Value, 2).English} for one Gaussian.",
                    $"在似然已知的模型中，{Quoted(best)}最接近真实密度：{Figure.Fixed(best.Surprise!.Value, 2).English} 纳特，真实密度为 {Figure.Fixed(_rows[1].Surprise!.Value, 2).English}，单个高斯为 {Figure.Fixed(_rows[0].Surprise!.Value, 2).English}。"),
            ];

            static string Quoted(DensityRow row) => "“" + row.Name.Chinese + "”";
        }
    }

    /// <param name="name">Of the model.</param>
    /// <param name="samples">Of each seed.</param>
    /// <param name="surprise">The mean over seeds, or null where the model does not say.</param>
    public void Add(Words name, IReadOnlyList<(double X, double Y)[]> samples, double? surprise)
    {
        var covers = samples.Select(Ring.Cover).ToArray();
        var distance = samples.Average(points => SlicedDistance.Of([.. points.SelectMany(point => new[] { point.X, point.Y })], _heldOut, 2));
        var row = new DensityRow(name, samples[0], covers.Average(one => one.Modes), covers.Average(one => one.Near), distance, surprise);
        _rows.Add(row);
        Table.Add(name, Figure.Fixed(row.Modes, 1), Figure.Percent(row.Near, 0), Figure.Fixed(distance), surprise is { } nats ? Figure.Fixed(nats, 2) : "");
    }
}
