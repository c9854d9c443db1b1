using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>
/// The terms of a partial likelihood and their derivatives, each in one pass over the rows in the order of their times. The terms take the latest first,
/// because the rows at risk only grow that way, and the derivatives the earliest first.
/// </summary>
/// <remarks>
/// The sum over the rows at risk is a running one, and an event is compared with the sum of the others, so that nothing cancels where the event's
/// own row outweighs them. Of tied events, sums from both ends leave out one at a time.
/// </remarks>
internal ref struct RiskSets<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Below this the exponential of a row is not a normal number: its logarithm is taken without forming it.</summary>
    private const double Faint = -600;

    private readonly Ties _ties;
    private readonly ReadOnlySpan<TElement> _hazards;
    private readonly ReadOnlySpan<TElement> _events;
    private readonly ReadOnlySpan<int> _places;
    private double[] _shares = [];
    private double[] _others = [];

    /// <param name="ties">The treatment of ties.</param>
    /// <param name="hazards">The logarithm of each row's hazard.</param>
    /// <param name="events">1 for an event, 0 for a censored row.</param>
    /// <param name="places">The rows, earliest first.</param>
    public RiskSets(Ties ties, ReadOnlySpan<TElement> hazards, ReadOnlySpan<TElement> events, ReadOnlySpan<int> places)
    {
        _ties = ties;
        _hazards = hazards;
        _events = events;
        _places = places;
    }

    /// <summary>The term of each row, 0 for a censored one, and the quantities that the derivatives need.</summary>
    /// <param name="times">The times of the rows, earliest first.</param>
    /// <param name="terms">In the order of the rows as they were given.</param>
    /// <param name="rests">For each place the proportion that others have in the event there.</param>
    /// <param name="groups">The quantities of each time, earliest last.</param>
    /// <returns>The number of times.</returns>
    public int Terms(ReadOnlySpan<TElement> times, Span<TElement> terms, Span<double> rests, Span<RiskGroup> groups)
    {
        var running = new ScaledSum();
        var count = 0;
        for (var end = times.Length; end > 0; count++)
        {
            var start = end - 1;
            while (start > 0 && times[start - 1] == times[start]) start--;
            groups[count] = end - start == 1 ? Alone(start, ref running, terms, rests) : Group(start, end, ref running, terms, rests);
            end = start;
        }

        return count;
    }

    /// <summary>The derivatives of the sum of factors times terms.</summary>
    /// <param name="factors">One for each row as it was given.</param>
    /// <param name="rests">From <see cref="Terms"/>.</param>
    /// <param name="groups">From <see cref="Terms"/>.</param>
    /// <param name="slopes">One for each row as it was given.</param>
    public readonly void Slopes(ReadOnlySpan<TElement> factors, ReadOnlySpan<double> rests, ReadOnlySpan<RiskGroup> groups, Span<TElement> slopes)
    {
        // The sum over the times so far of the factors there over the sum at risk there.
        var pull = new ScaledSum();
        var start = 0;
        for (var i = groups.Length - 1; i >= 0; i--)
        {
            ref readonly var group = ref groups[i];
            var end = start + group.Count;
            double all = 0;
            for (var place = start; place < end; place++) all += IsEvent(place) ? Factor(factors, _places[place]) : 0;
            for (var place = start; place < end; place++)
            {
                if (!IsEvent(place)) continue;
                var row = _places[place];
                var factor = Factor(factors, row);
                var tied = all - factor;
                var slope = Pulled(pull, row) - (factor * rests[place]);
                if (tied != 0) slope += tied * group.OwnPull * Math.Exp(Hazard(row) - group.Shift);
                slopes[row] = TElement.CreateTruncating(slope);
            }

            pull.Add(-group.Shift, all * group.Pull);
            for (var place = start; place < end; place++)
            {
                if (!IsEvent(place)) slopes[_places[place]] = TElement.CreateTruncating(Pulled(pull, _places[place]));
            }

            start = end;
        }
    }

    private static double Factor(ReadOnlySpan<TElement> factors, int row) => double.CreateTruncating(factors[row]);

    private readonly double Pulled(in ScaledSum pull, int row)
    {
        var sum = pull.Scaled;
        return sum == 0 ? 0 : sum * Math.Exp(Hazard(row) + pull.Shift);
    }

    private readonly double Hazard(int row) => double.CreateTruncating(_hazards[row]);

    private readonly bool IsEvent(int place) => _events[_places[place]] != TElement.Zero;

    /// <summary>A time of one row, as most are if times are not rounded: what <see cref="Group"/> does, without its arrays.</summary>
    private readonly RiskGroup Alone(int place, ref ScaledSum running, Span<TElement> terms, Span<double> rests)
    {
        var row = _places[place];
        var hazard = Hazard(row);
        running.Admit(hazard);
        var share = running.Scale(hazard);
        var others = running.Scaled;
        running.AddScaled(share);
        if (!IsEvent(place))
        {
            terms[row] = TElement.Zero;
            return new RiskGroup { Count = 1 };
        }

        var pull = 1 / (others + share);
        rests[place] = others * pull;
        terms[row] = TElement.CreateTruncating(Term(hazard - running.Shift, others, share));
        return new RiskGroup { Count = 1, Shift = running.Shift, Pull = pull, OwnPull = pull };
    }

    /// <summary>The logarithm of the sum over everyone, relative to the row's own term, from the sum of the others.</summary>
    private static double Term(double depth, double others, double share) =>
        depth < Faint ? Math.Log(others + share) - depth : Elementary.Log1p(new F64(others / share)).X;

    /// <summary>One time: its rows join the rows at risk, and its events are compared with them.</summary>
    private RiskGroup Group(int start, int end, ref ScaledSum running, Span<TElement> terms, Span<double> rests)
    {
        for (var place = start; place < end; place++) running.Admit(Hazard(_places[place]));
        var shares = Room(ref _shares, end - start);
        var others = Room(ref _others, end - start);
        var events = 0;
        double tied = 0;
        for (var place = end - 1; place >= start; place--)
        {
            var share = running.Scale(Hazard(_places[place]));
            shares[place - start] = share;
            if (!IsEvent(place))
            {
                running.AddScaled(share);
                continue;
            }

            others[place - start] = tied;
            tied += share;
            events++;
        }

        var rest = running.Scaled;
        var fractions = _ties == Ties.Efron && events > 1 ? events : 1;
        var group = RiskGroup.Of(end - start, running.Shift, rest, tied, fractions);
        double before = 0;
        for (var place = start; place < end; place++)
        {
            var row = _places[place];
            if (!IsEvent(place))
            {
                terms[row] = TElement.Zero;
                continue;
            }

            var share = shares[place - start];
            var without = before + others[place - start];
            before += share;
            running.AddScaled(share);
            rests[place] = (rest * group.Pull) + (without * group.OwnPull);
            var depth = Hazard(row) - group.Shift;
            var term = fractions > 1 ? group.MeanLog - depth : Term(depth, rest + without, share);
            terms[row] = TElement.CreateTruncating(term);
        }

        return group;
    }

    private static Span<double> Room(ref double[] array, int count)
    {
        if (array.Length < count) array = new double[Math.Max(count, 2 * array.Length)];
        return array;
    }
}
