Console.WriteLine("hunyuan3d");
