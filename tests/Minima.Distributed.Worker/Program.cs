using System.Globalization;
using Minima.Distributed;
using Minima.Distributed.Worker;

// Worker nets EPOCHS [FOLDER]: every net, on the ranks of a launcher. Worker alone EPOCHS: on this process, without MPI. Worker faults: exceptions of .NET under MPI.
var epochs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
switch (args[0])
{
    case "alone":
        foreach (var name in Nets.Names) Console.WriteLine($"{name} {Nets.Train(name, null, null, epochs)}");
        return 0;
    case "nets":
        using (var group = Mpi.Start())
        {
            foreach (var name in Nets.Names)
            {
                var hash = Nets.Train(name, group, args.Length > 2 ? args[2] : null, epochs);
                if (group.IsFirst) Console.WriteLine($"{name} {hash}");
            }
        }

        return 0;
    case "faults":
        using (Mpi.Start())
        {
            try
            {
                string? nothing = epochs == 0 ? null : "";
                Console.WriteLine(nothing!.Length / epochs);
            }
            catch (NullReferenceException)
            {
                Console.WriteLine("a null reference is an exception");
            }
        }

        return 0;
    default:
        Console.Error.WriteLine($"'{args[0]}' is not understood");
        return 2;
}
