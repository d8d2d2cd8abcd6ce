import { orderSpeed } from './order-speed.ts';
const s = await orderSpeed(15);
console.log('ours cpu', s.ours.cpuMs, 'wall', s.ours.ms.toFixed(1), 'enc', s.ours.encodeMs.toFixed(1), 'dec', s.ours.decodeMs.toFixed(1),'theirs', s.nodeSoap.ms.toFixed(1), 'ratio', (s.nodeSoap.ms/s.ours.ms).toFixed(3), (s.nodeSoap.cpuMs/s.ours.cpuMs).toFixed(3));
