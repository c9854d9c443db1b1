using Minima.Reals;

namespace Minima.Tensors;

/// <summary>Sequences of a batch, as many at once as a lane holds doubles; a block is one such group, so that results are bit-identical for any number of threads.</summary>
internal sealed unsafe class ProgrammeJob<TProgramme> : BlockJob
    where TProgramme : struct, IProgramme
{
    private TProgramme _programme;
    private double[] _weights = [];
    private double[] _facts = [];
    private double[] _values = [];
    private double[] _slopes = [];
    private int _sequences;
    private int _weightCount;
    private int _factCount;
    private bool _wantsSlopes;

    public static void Run(TProgramme programme, Node weights, Node facts, Node values, Node? slopes)
    {
        if (values.Count == 0) return;
        var job = new ProgrammeJob<TProgramme>
        {
            _programme = programme,
            _weights = new Tensor(weights).ToArray(),
            _facts = new Tensor(facts).ToArray(),
            _values = new double[values.Count],
            _slopes = slopes is null ? [] : new double[weights.Count],
            _sequences = values.Count,
            _weightCount = weights.Shape[1],
            _factCount = facts.Shape[1],
            _wantsSlopes = slopes is not null,
        };
        var lanes = WidestLanes.Doubles;
        var groups = (job._sequences + lanes - 1) / lanes;
        Workers.Run(job, groups, groups > 1 ? Threads.Most : 1);
        Store(job._values, values);
        if (slopes is not null) Store(job._slopes, slopes);
    }

    public override void Run(int block)
    {
        var part = new Part(this, block);
        WidestLanes.OfDouble(ref part);
    }

    private static void Store(double[] from, Node to)
    {
        if (to.Type == ElementType.Double)
        {
            from.CopyTo(Tensor.Elements<double>(to));
            return;
        }

        var single = Tensor.Elements<float>(to);
        for (var i = 0; i < from.Length; i++) single[i] = (float)from[i];
    }

    private void Group<L>(int group)
        where L : unmanaged, ILanes<L, double>
    {
        var first = group * L.Count;
        if (!_wantsSlopes)
        {
            Put(_programme.Of(Lanes<L>(_weights, _weightCount, first), Lanes<L>(_facts, _factCount, first), new L[_programme.Scratch]), _values, 1, 0, first);
            return;
        }

        var tape = Tape<L>.Rent();
        try
        {
            tape.Restart(_weightCount);
            var weights = Array.ConvertAll(Lanes<L>(_weights, _weightCount, first), value => new Var<L> { Value = value });
            for (var i = 0; i < weights.Length; i++) weights[i].Node = i + 1;
            var facts = Array.ConvertAll(Lanes<L>(_facts, _factCount, first), value => new Var<L> { Value = value });
            var value = _programme.Of<Var<L>>(weights, facts, new Var<L>[_programme.Scratch]);
            Put(value.Value, _values, 1, 0, first);
            if (value.Node == 0) return;
            var slopes = tape.Sweep(value.Node);
            for (var i = 0; i < _weightCount; i++) Put(slopes[i], _slopes, _weightCount, i, first);
        }
        finally
        {
            tape.Return();
        }
    }

    /// <summary>The numbers of some sequences, one sequence per lane; lanes after the last sequence repeat it.</summary>
    private L[] Lanes<L>(double[] from, int count, int first)
        where L : unmanaged, ILanes<L, double>
    {
        var lanes = new L[count];
        var each = stackalloc double[L.Count];
        for (var i = 0; i < count; i++)
        {
            for (var lane = 0; lane < L.Count; lane++) each[lane] = from[(Math.Min(first + lane, _sequences - 1) * count) + i];
            lanes[i] = L.Load(each);
        }

        return lanes;
    }

    private void Put<L>(in L value, double[] to, int step, int offset, int first)
        where L : unmanaged, ILanes<L, double>
    {
        var each = stackalloc double[L.Count];
        L.Store(value, each);
        for (var lane = 0; lane < L.Count && first + lane < _sequences; lane++) to[((first + lane) * step) + offset] = each[lane];
    }

    private readonly struct Part(ProgrammeJob<TProgramme> job, int group) : ILaneWork<double>
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, double>
            where S : unmanaged, ILanes<S, double> => job.Group<L>(group);
    }
}
